"""The files in archive/deployment/: they name what there is, agree with each other, and their steps run."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from archive.management.commands.serve import request_limits
from archive.operations.doctor import VARIABLES

ROOT = Path(__file__).parent.parent
DEPLOYMENT = ROOT / "archive" / "deployment"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
COMPOSE = yaml.safe_load((DEPLOYMENT / "compose.yaml").read_text())
UNITS = ["minutebook.service", "minutebook-backup.service", "minutebook-backup.timer"]
PROGRAM = "/opt/minutebook/bin/minutebook"

pytestmark = pytest.mark.any_engine


def instructions() -> Iterator[tuple[str, str]]:
    """Yield (word, rest) of each instruction of the Containerfile."""
    for line in (DEPLOYMENT / "Containerfile").read_text().splitlines():
        if line and not line.startswith("#"):
            word, _blank, rest = line.partition(" ")
            yield word, rest


def last(word: str) -> str:
    return [rest for one, rest in instructions() if one == word][-1]


def parse(words: list[str]) -> dict[str, object]:
    """Return the options of one of our commands; it exits with 2 where they are wrong."""
    command = load_command_class(get_commands()[words[0]], words[0])
    return vars(command.create_parser("minutebook", words[0]).parse_args(words[1:]))


# Container


def test_container_has_all_that_the_wheel_is_built_of():
    copied = [name for word, rest in instructions() if word == "COPY" for name in rest.split()[:-1]]
    sources = {name.removeprefix("./") for name in copied if not name.startswith(("--", "/"))}

    assert {name for name in sources if not (ROOT / name).exists()} == set()
    built = {"archive", *PROJECT["tool"]["setuptools"]["package-dir"].values()}
    files = {PROJECT["project"]["readme"], *PROJECT["project"]["license-files"]}
    assert sources == {*built, *files, "pyproject.toml", "requirements.lock"}


def test_container_runs_the_command_as_a_user_of_its_own():
    [program] = json.loads(last("ENTRYPOINT"))
    environment = dict(pair.split("=", 1) for pair in last("ENV").split())

    assert program in PROJECT["project"]["scripts"]
    assert last("USER") == "minutebook"
    assert environment["DATA_DIR"] in last("VOLUME").split()
    assert parse(json.loads(last("CMD")))["listen"] == f"0.0.0.0:{last('EXPOSE')}"


def test_python_of_the_container_is_one_that_is_supported():
    pythons = {
        re.sub(r".*/python:([0-9.]+)-.*", r"\1", rest) for word, rest in instructions() if word == "FROM"
    }

    [python] = {name.split(" ")[0] for name in pythons}
    assert f"Programming Language :: Python :: {python}" in PROJECT["project"]["classifiers"]


# Compose


def ours() -> dict[str, dict]:
    return {name: one for name, one in COMPOSE["services"].items() if one["image"] == "minutebook"}


def test_compose_runs_commands_that_there_are():
    assert {name: one.get("command") for name, one in ours().items()} == {
        "migrate": ["migrate"],
        "static-files": ["collectstatic", "--no-input"],
        "web": None,
    }
    for one in ours().values():
        parse(one.get("command") or json.loads(last("CMD")))


def test_compose_sets_variables_that_there_are():
    assert ours()["web"]["environment"].keys() - VARIABLES == set()


def test_compose_begins_in_order_and_keeps_what_must_stay():
    services = COMPOSE["services"]
    mounted = {one.split(":")[0] for service in services.values() for one in service["volumes"]}
    kept = [one.split(":")[1] for one in ours()["web"]["volumes"]]

    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert list(services["static-files"]["depends_on"]) == ["migrate"]
    assert list(services["web"]["depends_on"]) == ["static-files"]
    assert {name for name in mounted if not name.startswith(".")} == set(COMPOSE["volumes"])
    assert kept == last("VOLUME").split()


def test_compose_builds_and_mounts_files_that_there_are():
    build = ours()["web"]["build"]

    assert (DEPLOYMENT / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).samefile(DEPLOYMENT / "Containerfile")
    assert "./Caddyfile:/etc/caddy/Caddyfile:ro" in COMPOSE["services"]["proxy"]["volumes"]
    assert COMPOSE["services"]["proxy"]["environment"]["UPSTREAM"] == f"web:{last('EXPOSE')}"


# Proxies


def test_proxies_let_through_what_the_server_takes():
    taken = request_limits()["max_request_body_size"]
    nginx = re.findall(r"client_max_body_size (\d+)m;", (DEPLOYMENT / "nginx.conf").read_text())
    caddy = re.findall(r"max_size (\d+)MB", (DEPLOYMENT / "Caddyfile").read_text())

    assert [int(number) * 1024**2 for number in nginx] == [taken]
    assert [int(number) * 1000**2 // 10**6 for number in caddy] == [-(-taken // 10**6)]


# systemd


def settings_in(text: str) -> dict[str, str]:
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))


def test_settings_of_the_service_are_those_there_are():
    text = (DEPLOYMENT / "minutebook.env").read_text()

    assert settings_in(text).keys() - VARIABLES == set()
    script = "set -a; . ./minutebook.env; echo $ALLOWED_HOSTS $BEHIND_PROXY"
    said = subprocess.run(["sh", "-ec", script], cwd=DEPLOYMENT, capture_output=True, text=True, check=True)
    assert said.stdout == "minutes.example.org on\n"


@pytest.mark.parametrize("name", ["minutebook.service", "minutebook-backup.service"])
def test_units_run_commands_that_there_are(name: str):
    [command] = re.findall(r"^ExecStart=(.+)$", (DEPLOYMENT / name).read_text(), re.MULTILINE)
    program, *words = shlex.split(command)

    assert program == PROGRAM
    parse(words)


def test_units_are_understood_by_systemd(tmp_path: Path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    for name in UNITS:
        (tmp_path / name).write_text((DEPLOYMENT / name).read_text().replace(PROGRAM, sys.executable))
    files = [str(tmp_path / name) for name in UNITS]

    verified = systemd_analyze("verify", "--man=no", *files)
    rated = systemd_analyze("security", "--offline=true", "--no-pager", "--threshold=20", files[0])

    assert [line for line in verified.stderr.splitlines() if str(tmp_path) in line] == []
    assert rated.returncode == 0, rated.stdout  # 2.0 of 10 at most, where 10 is unprotected


def systemd_analyze(*words: str) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
