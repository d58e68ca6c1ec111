"""Make the pictures of the desk's handbook from the demo: python -m tests.handbook_pictures [PAGE…].

Serves the demo from a new folder, works in it as its clerk with a Chromium of the system, and writes
static/img/handbook/<language>/<page>.png. Run it after a change of the look of the desk.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import CHROMIUM_OPTIONS, find_chromium

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "static/img/handbook"
LOCALES = {"en": "en-GB", "zh_Hans": "zh-CN"}
WIDTH, HEIGHT = 1120, 600  # CSS pixels; what is lower is cut
MEETINGS = "/desk/archive/meeting/"
READ = f"{MEETINGS}read/"
TEXTS = {
    "en": """\
Alderbrook Town Council
Minutes of the meeting held on 12 March 2024 at 7 pm in the Assembly Room

Present: Ruth Ellery (chair), Marcus Feld, Joanna Pike, Noor Haddad
Apologies: Neil Abernathy

1. Footbridge
Councillor Feld proposed and Councillor Pike seconded that the council repair the footbridge in May.
Carried, 3 in favour, 1 against.
ACTION: Noor Haddad to ask two firms for a price by 31 March 2024.
""",
    "zh_Hans": """\
漯东市应急管理局局长办公会议纪要
时间：2024年3月18日上午9时
地点：三楼会议室
主持：周国栋
出席：纪雪梅、高雨桐、邵晓岚
请假：贺文静

一、关于防汛物资
会议同意补充编织袋五千条。责任单位：防汛抗旱科，完成时限：2024年4月30日。
""",
}


def draft(page: Page) -> None:
    page.goto(f"{MEETINGS}?waiting=drafts")
    page.locator("#result_list tbody th a").first.click()


def published(page: Page) -> None:
    page.goto(f"{MEETINGS}?publication__exact=published")
    page.locator("#result_list tbody th a").nth(3).click()


def new_meeting(page: Page) -> None:
    page.goto(f"{MEETINGS}add/")


def filled_in(page: Page) -> None:
    page.goto(f"{MEETINGS}add/")
    page.locator(".next-of select").select_option(index=1)
    page.locator(".next-of input").fill("12 March 2024")
    page.locator(".next-of button").click()


def review(page: Page) -> None:
    page.goto(READ)
    language = "zh_Hans" if page.evaluate("document.documentElement.lang").startswith("zh") else "en"
    page.locator("textarea").first.fill(TEXTS[language])
    page.locator("form.drop :is(.default, .tools button)").first.click()


def with_roll_call(page: Page) -> None:
    draft(page)
    page.locator("[name=_roll_call]").first.click()
    expect(page.locator("#roll-call")).to_be_visible()


def corrected(page: Page) -> None:
    """Change published minutes without saying why."""
    published(page)
    page.locator("#id_location").fill("Assembly Room, first floor")
    page.locator("[name=_continue], [name=_save]").first.click()
    expect(page.locator(".errorlist").first).to_be_visible()


def typed_before(page: Page) -> None:
    """Leave a draft with something typed, and come back."""
    draft(page)
    address = page.url
    with page.expect_response(lambda response: response.url.endswith("/unsaved/")):
        page.locator("#id_location").fill("Assembly Room")
    page.goto("/desk/")
    page.goto(address)


def refused(page: Page) -> None:
    """Try to publish a draft that lacks something."""
    page.goto(f"{MEETINGS}?publication__exact=draft")
    page.locator("#result_list tbody th a").nth(1).click()
    page.locator("[name=_publish]").click()
    expect(page.locator("#doubts")).to_be_visible()


def files(page: Page) -> None:
    """Give several files to be read."""
    page.goto(READ)
    later = TEXTS["en"].replace("12 March", "9 April")
    texts = {"2024-03-12.txt": TEXTS["en"], "2024-04-09.txt": later, "第131次.txt": TEXTS["zh_Hans"]}
    chosen: Any = [
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in texts.items()
    ]
    page.locator("input[type=file]").first.set_input_files(chosen)
    page.locator("form.drop :is(.default, .tools button)").first.click()
    page.wait_for_url("**/read/files/**")
    page.wait_for_load_state("networkidle")


def members(page: Page) -> None:
    page.goto("/desk/archive/body/?q=Alderbrook+Town+Council")
    page.locator("#result_list tbody th a").first.click()


# What is done before the picture, and what it shows, from its upper edge on.
SHOWN: dict[str, tuple[Callable[[Page], object], str]] = {
    "first-meeting": (new_meeting, "#content"),
    "next-meeting": (filled_in, "#content"),
    "reading": (review, "#content"),
    "many-files": (files, "#content"),
    "attendance": (draft, "#attendances-group"),
    "decisions": (draft, ".outline"),
    "roll-call": (with_roll_call, "#roll-call"),
    "publication": (refused, "#doubts"),
    "approval": (filled_in, "#follow-up"),
    "corrections": (corrected, "#content"),
    "names": (lambda page: page.goto("/desk/archive/person/duplicates/"), "#content"),
    "members": (members, "#memberships-group"),
    "rights": (lambda page: page.goto("/desk/auth/user/1/change/"), "#content"),
    "kept": (typed_before, ".unsaved"),
}


@contextmanager
def served_demo() -> Iterator[tuple[str, str]]:
    """Serve the demo from a new folder; yields its address and the clerk's password."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="minutebook-handbook-") as folder:
        environment = os.environ | {"DATA_DIR": folder}
        said = run("demo", "--no-serve", environment=environment)
        # The page about rights is that of an account, which only a superuser opens.
        grant = "from django.contrib.auth.models import User; User.objects.update(is_superuser=True)"
        run("shell", "-c", grant, environment=environment)
        serve = [sys.executable, "manage.py", "demo", "--port", str(port)]
        running = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}", said.partition("password ")[2].split()[0]
        finally:
            running.terminate()
            running.wait()


def run(*command: str, environment: dict[str, str]) -> str:
    call = [sys.executable, "manage.py", *command]
    return subprocess.run(
        call, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout


def wait_for(port: int) -> None:
    """Wait until a server answers, at most two minutes."""
    deadline = time.monotonic() + 120
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def log_in(page: Page, password: str) -> None:
    page.goto("/desk/login/?next=/desk/")
    page.fill("[name=username]", "clerk")
    page.fill("[name=password]", password)
    page.click("#login-form button.default")
    expect(page.locator("#desk-nav")).to_be_visible()


def make_picture(page: Page, name: str, folder: Path) -> None:
    before, selector = SHOWN[name]
    before(page)
    page.wait_for_load_state()
    page.add_style_tag(
        content=".submit-row { position: static !important; }"
    )  # it would hide what is below
    box = page.locator(selector).first.bounding_box()
    assert box, name
    clip: Any = {
        "x": max(0, box["x"]),
        "y": box["y"] + page.evaluate("scrollY"),
        "width": min(box["width"], WIDTH),
        "height": min(box["height"], HEIGHT),
    }
    page.screenshot(path=folder / f"{name}.png", full_page=True, clip=clip)


def main(names: list[str]) -> None:
    with served_demo() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_OPTIONS)
        for folder, locale in LOCALES.items():
            (PICTURES / folder).mkdir(parents=True, exist_ok=True)
            for name in names or SHOWN:
                viewport: Any = {"width": WIDTH, "height": HEIGHT}
                with browser.new_context(
                    base_url=address, locale=locale, viewport=viewport, bypass_csp=True
                ) as context:
                    page = context.new_page()
                    page.on("dialog", lambda dialog: dialog.accept())
                    log_in(page, password)
                    make_picture(page, name, PICTURES / folder)


if __name__ == "__main__":
    main(sys.argv[1:])
