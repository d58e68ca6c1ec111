"""Imports within archive/: downwards only, no circle, every module in its layer.

Imports inside functions and under TYPE_CHECKING count too. An import inside a function may wait for
what stands above it if its line says why: `# late: <reason>`.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the bottom up. A module imports from the layers before its own and from its own package;
# packages and modules that share a layer do not import each other.
LAYERS = (
    {"text", "logs", "faults", "databases", "new_files"},
    {"environment"},
    {"place", "replicas", "s3_storage"},
    {"reader"},
    {"documents"},
    {"models"},
    {"record"},
    {"search"},
    {"operations"},
    {"demo"},  # loads its records through operations.importing
    {"forms"},
    {"templatetags"},
    {"conditional_get", "kept_pages", "paging"},  # parts of an answer that feeds, views and the desk share
    {"feeds", "sitemaps"},  # views.exports makes one more feed
    {"views", "admin", "middleware", "probes", "metrics", "checks"},
    {"unavailable"},  # a page of the site that hands back what was typed at the desk
    {"management"},
    {"apps", "urls", "migrations", "__main__"},  # only Django and the command line import these
)
RANKS = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
# Django and the WSGI server import these two; they import nothing of the archive.
ALONE = {"settings", "wsgi"}
FOR_SETTINGS = {"environment"}  # read with the settings, before Django is there


def layer_of(module: str) -> str:
    """Return the package or top-level module of a dotted name: "models" of "archive.models.body"."""
    return module.split(".")[1]


def imports(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of every import of the package, "." for a relative one."""
    for node, late in walk(ast.parse(source), source.splitlines()):
        if isinstance(node, ast.Import) and not late:
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not late:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            names = ["."] if node.level else names
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.startswith(("archive.", ".")))


def walk(tree: ast.AST, lines: list[str], *, inside: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    """Yield every node, and whether it is excused: in a function, with a reason on its line."""
    for node in ast.iter_child_nodes(tree):
        line = lines[getattr(node, "lineno", 1) - 1] if lines else ""
        yield node, inside and re.search(r"# late: \S", line) is not None
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from walk(node, lines, inside=inside or function)


def violations(source: str, module: str) -> list[str]:
    """Return what a module imports against the order, one line each."""
    own = layer_of(module)
    allowed = FOR_SETTINGS if own == "settings" else set()
    found = []
    for line, name in imports(source):
        if name == ".":
            found.append(f"{module}:{line}: relative import")
            continue
        other = layer_of(name)
        if other in allowed:
            continue
        if other in ALONE or own in ALONE or (other != own and RANKS[other] >= RANKS[own]):
            found.append(f"{module}:{line}: imports {name}, which is not below it")
    return found


def path_of(module: str) -> Path | None:
    """Return the file of a module or package, None if there is none."""
    path = ROOT / module.replace(".", "/")
    files = (path.with_suffix(".py"), path / "__init__.py")
    return next((file for file in files if file.exists()), None)


def modules() -> list[str]:
    """Return the dotted names of all modules; a package is named without its "__init__"."""
    paths = sorted((ROOT / "archive").rglob("*.py"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return [name.removesuffix(".__init__") for name in names if name != "archive.__init__"]


@cache
def graph() -> dict[str, set[str]]:
    """Return the modules that each module imports, by their files: those of a name's package for a name."""
    found: dict[str, set[str]] = {}
    for module in modules():
        path = path_of(module)
        assert path is not None
        names = [name for _line, name in imports(path.read_text())]
        owners = [name if path_of(name) else name.rpartition(".")[0] for name in names]
        found[module] = {owner for owner in owners if owner != "archive"}
    return found


def circle(imported: dict[str, set[str]]) -> list[str]:
    """Return the modules of one import circle, none if there is no circle."""
    try:
        TopologicalSorter(imported).prepare()
    except CycleError as problem:
        return list(problem.args[1])
    return []


def depth_of(package: str) -> int:
    """Return how many modules of a package stand above each other in its longest chain of imports."""
    imported = graph()

    @cache
    def depth(module: str) -> int:
        inner = [name for name in imported[module] if name.startswith(f"archive.{package}")]
        return 1 + max(map(depth, inner), default=0)

    return max(depth(module) for module in imported if module.startswith(f"archive.{package}"))


@pytest.mark.parametrize("module", modules())
def test_module_imports_downwards_only(module: str):
    path = path_of(module)

    assert path is not None
    assert violations(path.read_text(), module) == []


def test_every_package_and_module_has_a_layer():
    found = {layer_of(module) for module in modules()}

    assert found == RANKS.keys() | ALONE


def test_no_modules_import_each_other():
    assert circle(graph()) == []


def test_reader_needs_no_django():
    """Others can use it: python -m archive.reader."""
    code = "import sys, archive.reader.__main__; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_search_is_five_imports_deep_at_most():
    assert depth_of("search") <= 5


def test_package_itself_imports_nothing():
    assert (ROOT / "archive" / "__init__.py").read_text() == ""


@pytest.mark.parametrize(
    "line",
    [
        "import archive.views.meetings",
        "from archive.views import meetings",
        "from archive import views",
        "from archive import text, views",
        "from . import text",
        "def late():\n    from archive import views",
        "def late():\n    from archive import views  # late:",
        "from archive import views  # late: not in a function",
        "if True:\n    from archive.urls import urlpatterns",
        "if TYPE_CHECKING:\n    from archive.views import meetings",
        "from archive.settings import DEBUG",
    ],
)
def test_checker_catches(line: str):
    assert len(violations(line, "archive.models.body")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from archive.text import names",
        "from archive.models.person import Person",
        "import archive",
        "from django.views import generic",
        "def ready():\n    from archive import views  # late: needs the app registry",
    ],
)
def test_checker_allows(line: str):
    assert violations(line, "archive.models.body") == []


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("from archive.admin import today", "archive.views.people"),
        ("from archive.views import people", "archive.admin.today"),
        ("from archive import sitemaps", "archive.feeds"),
        ("from archive.feeds import heading_of", "archive.templatetags.archive"),
        ("from archive.text import names", "archive.settings"),
    ],
)
def test_checker_parts_what_shares_a_layer(line: str, module: str):
    assert len(violations(line, module)) == 1


def test_circle_is_found():
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}
    assert circle({"a": {"b", "c"}, "b": {"c"}}) == []
