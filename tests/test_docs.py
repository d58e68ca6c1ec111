"""README and the packages' READMEs say what the code says: settings, commands, files, dependencies."""

import ast
import itertools
import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
SETTINGS = "".join((ROOT / "archive" / name).read_text() for name in ("environment.py", "settings.py"))
PACKAGES = sorted(
    folder
    for folder in (ROOT / "archive").iterdir()
    # search/ follows with its own description.
    if folder.is_dir() and folder.name not in {"migrations", "locale", "search", "__pycache__"}
)
PAGES = sorted(path for path in (ROOT / "archive").rglob("*.md"))
TOP_LEVEL = {"archive", "static", "templates", "tests"}
READERS = {
    "read_switch",
    "read_list",
    "read_mail_addresses",
    "read_number",
    "get",
}  # of environment.py, and of os.environ


def table_of(heading: str) -> dict[str, str]:
    """Return the second column of the table under a heading by the first, without its head."""
    section = re.split(r"\n#+ ", README.split(f" {heading}\n", 1)[1])[0]
    rows = [re.split(r" *\| *", line.strip("| ")) for line in section.splitlines() if line.startswith("|")]
    return {row[0].strip("`"): row[1] for row in rows[2:]}


def calls_that_read() -> list[ast.Call]:
    """Return the calls in the settings whose first argument is the name of an environment variable."""
    tree = ast.parse(SETTINGS)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    return [call for call in calls if name_of(call) in READERS and is_variable(call.args[0])]


def name_of(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def is_variable(argument: ast.expr) -> bool:
    """Return whether an argument is written like an environment variable."""
    return isinstance(argument, ast.Constant) and re.fullmatch(r"[A-Z_]+", str(argument.value)) is not None


# As README writes it, and the code of the settings that works it out.
WORKED_OUT = {
    "ADMINS": ("nobody", '"ADMINS", ""'),
    "EMAIL_URL": ("no mail is sent", '"EMAIL_URL", "").strip()'),
    "LOG_FORMAT": ("text", '"LOG_FORMAT", "").strip().lower() or "text"'),
    "DATABASE_REPLICA_URLS": ("none", '"DATABASE_REPLICA_URLS", "").split()'),
    "DATABASE_URL": ("SQLite in `DATA_DIR`", "sqlite:///{folder / 'minutebook.sqlite3'}"),
    "DATA_DIR": (
        "`var` beside manage.py, or the user’s data folder if a wheel was installed",
        'BASE_DIR / "var"',
    ),
    "HTTPS": ("on, unless `DEBUG` is", '"HTTPS", default=not DEBUG'),
    "DOCUMENTS_URL": ("in `DATA_DIR`", '"DOCUMENTS_URL", "").strip()'),
    "KEEP_PAGES": ("on, if this host is alone", '"KEEP_PAGES", default=IS_ALONE'),
    "METRICS_LISTEN": ("off", '"METRICS_LISTEN", "").strip()'),
    "SECRET_KEY": ("made by `migrate`, in `DATA_DIR`, readable by its owner only", '"secret_key"'),
    "MFA_REQUIRED_FOR": ("nobody", 'read_list("MFA_REQUIRED_FOR", "")'),
    "OIDC_CLIENT_ID": ("none", '"OIDC_CLIENT_ID", "").strip()'),
    "OIDC_CLIENT_SECRET": ("none", '"OIDC_CLIENT_SECRET", "").strip()'),
    "OIDC_GROUPS": ("values are names of groups", 'read_list("OIDC_GROUPS", "")'),
    "OIDC_GROUPS_CLAIM": ("`groups`", '"OIDC_GROUPS_CLAIM", "").strip() or "groups"'),
    "OIDC_NAME": ("host of `OIDC_URL`", '"OIDC_NAME", "").strip() or parts.hostname'),
    "OIDC_SCOPES": ("`openid profile email`", '"OIDC_SCOPES", "").strip() or "openid profile email"'),
    "OIDC_URL": ("none", '"OIDC_URL", "").strip()'),
    "SITE_NAME": ("Minutebook", '"SITE_NAME", "").strip() or "Minutebook"'),
    "SITE_OWNER": ("none", '"SITE_OWNER", "").strip()\n'),
    "TIME_ZONE": ("UTC", '"TIME_ZONE", "").strip() or "UTC"'),
    "URL_PREFIX": ("none", '"URL_PREFIX", "").strip()'),
}
# Written in the call that reads the variable.
CONSTANT = (
    "ALLOWED_HOSTS",
    "BEHIND_PROXY",
    "DATABASE_POOLED",
    "DEBUG",
    "EMAIL_FROM",
    "HSTS_PRELOAD",
    "HSTS_SECONDS",
    "HSTS_SUBDOMAINS",
    "LANGUAGES",
    "MAX_UPLOAD_MB",
    "REPLICA_LAG_SECONDS",
    "SESSION_IDLE_MINUTES",
    "SESSION_MAX_HOURS",
)


def test_settings_in_readme_are_those_that_are_read():
    read = {ast.literal_eval(call.args[0]) for call in calls_that_read()}

    assert set(table_of("Settings")) == read == {*WORKED_OUT, *CONSTANT}


@pytest.mark.parametrize("name", CONSTANT)
def test_default_in_readme_is_that_of_the_code(name: str):
    [call] = [each for each in calls_that_read() if ast.literal_eval(each.args[0]) == name]
    [default] = [*call.args[1:], *(each.value for each in call.keywords if each.arg == "default")]
    value = eval(ast.unparse(default))
    written = {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)

    assert table_of("Settings")[name].strip("`").split(" ")[0] == written


@pytest.mark.parametrize("name", WORKED_OUT)
def test_default_in_readme_is_what_the_code_works_out(name: str):
    written, code = WORKED_OUT[name]

    assert table_of("Settings")[name] == written
    assert code in SETTINGS


def test_commands_in_readme_are_those_there_are():
    commands = (ROOT / "archive" / "management" / "commands").glob("[!_]*.py")

    assert set(table_of("Commands")) == {path.stem for path in commands}


def test_dependencies_in_readme_are_those_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [needed for name, needed in project["optional-dependencies"].items() if name != "test"]
    wanted = [*project["dependencies"], *itertools.chain.from_iterable(extras)]
    names = {re.split(r"[^\w-]", requirement)[0].lower() for requirement in wanted}

    assert {name.split(" ")[0].lower() for name in table_of("Dependencies")} == names


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *PAGES], ids=str
)
def test_links_lead_to_files(path: Path):
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text())

    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_package_has_a_readme(package: Path):
    assert (package / "README.md").is_file()


@pytest.mark.parametrize("name", ["models", "record", "text"])
def test_package_names_all_its_modules(name: str):
    package = ROOT / "archive" / name
    page = (package / "README.md").read_text()

    modules = [str(path.relative_to(package)) for path in sorted(package.rglob("*.py"))]
    assert [one for one in modules if not one.endswith("__init__.py") and f"`{one}`" not in page] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_named_in_a_page_exist(path: Path):
    names = re.findall(r"`(\w[\w./-]*(?:\.py|/))`", path.read_text())

    assert [name for name in names if not is_there(name, path.parent)] == []


def is_there(name: str, folder: Path) -> bool:
    """Return whether a file named in a folder's README exists: from the folder, or from the top."""
    start = ROOT if name.split("/", maxsplit=1)[0] in TOP_LEVEL else folder
    return (start / name).exists()


def test_version_has_its_section_in_the_changelog():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert headings[0] == "Unreleased"
    assert re.fullmatch(rf"{re.escape(version)} \(\d{{4}}-\d\d-\d\d\)", headings[1])
    assert "**Upgrade" in (ROOT / "CHANGELOG.md").read_text().split(headings[1])[1]


def test_steps_of_production_name_commands_and_files_that_there_are():
    [block] = re.findall(r"```sh\n(apt install.+?)```", README, re.DOTALL)
    lines = [line.partition("  #")[0] for line in block.splitlines()]
    run = [line.split() for line in lines if line.startswith("minutebook ")]
    used = [word for line in lines if line.startswith(("cp ", "install -m")) for word in line.split()]
    examples = ROOT / "archive/deployment"

    for _program, name, *words in run:
        load_command_class(get_commands()[name], name).create_parser("minutebook", name).parse_args(words)
    assert {words[1] for words in run} >= {"migrate", "collectstatic", "backup", "doctor"}
    assert [
        word for word in used if "." in word and "/" not in word and not (examples / word).exists()
    ] == []
