"""Imports within archive/ go one way: see the order in CONTRIBUTING.

An import inside a function counts too, unless its line says why it must wait: `# late: <reason>`.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# From the bottom up; a module imports from its own layer and from those before it.
LAYERS = (
    {"text"},
    {"reader"},
    {"documents"},
    {"models"},
    {"record"},
    {"search"},
    {"operations"},
    {"demo"},
    {"forms"},
    {"templatetags"},
    {"conditional_get"},
    {"admin", "feeds", "sitemaps", "views", "management", "middleware"}
    | {"context_processors", "checks", "apps"},
    {"urls", "settings", "wsgi", "migrations"},
)
RANKS = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}


def layer_of(module: str) -> str:
    """Return the part of a dotted name that has a rank: "models" of "archive.models.body"."""
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
    rank = RANKS[layer_of(module)]
    found = []
    for line, name in imports(source):
        if name == ".":
            found.append(f"{module}:{line}: relative import")
        elif RANKS[layer_of(name)] > rank:
            found.append(f"{module}:{line}: imports {name} from above")
    return found


def modules() -> list[str]:
    paths = sorted((ROOT / "archive").rglob("*.py"))
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    return [name for name in names if name != "archive.__init__"]


@pytest.mark.parametrize("module", modules())
def test_module_imports_downwards_only(module: str):
    source = (ROOT / module.replace(".", "/")).with_suffix(".py").read_text()

    assert violations(source, module) == []


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


@pytest.mark.parametrize("name", ["feeds", "sitemaps", "middleware", "checks"])
def test_layer_is_that_of_the_views(name: str):
    assert RANKS[name] == RANKS["views"]
