"""The picture in the architecture is the law: edges, order inside a room, no hidden imports."""

from __future__ import annotations

import ast
import itertools
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
GROUND = {"publishing", "writing", "practice", "pulse"}
# room -> the rooms it may import besides the ground floor
EDGES: dict[str, set[str]] = {
    "publishing": set(),
    "writing": set(),
    "practice": set(),
    "pulse": set(),
    "contacts": set(),
    "assessments": set(),
    "mail": {"contacts"},
    "courses": {"assessments", "mail", "contacts"},
    "guides": {"courses", "assessments", "mail", "contacts"},
    "consultations": {"guides", "courses", "assessments", "mail", "contacts"},
}
EDGES["desk"] = set(EDGES)
ROOMS = set(EDGES)
GROUND_EDGES = {
    "publishing": {"writing", "practice", "pulse"},
    "writing": set(),
    "practice": {"pulse"},
    "pulse": set(),
}

# Inside a room: a module imports only from its own floor or below. What is not named here is pure.
FLOORS = {
    "models": 1,
    "transport": 2,
    "links": 2,
    "actions": 3,
    "personal_data": 3,
    "starter": 4,
    "documents": 4,
    "tasks": 4,
    "forms": 5,
    "fieldsets": 5,
    "admin_base": 5,
    "context": 5,
    "templatetags": 5,
    "views": 5,
    "api": 5,
    "admin": 5,
    "apps": 5,
    "urls": 6,
    "management": 6,
}
PULSE_FLOORS = {"clock": 1, "deletion": 3, "worker": 4, "checks": 4, "budgets": 4}
CLOSED_TO_OTHERS = {"views", "tasks", "admin", "api", "urls", "apps", "management"}
NOT_PURE = ("django.db", "django.conf", "django.utils.timezone", "pulse.clock")


def modules() -> Iterator[tuple[str, str, Path]]:
    """(room, module within it, file) of every module of ours that is not a migration."""
    for room in sorted(ROOMS):
        for file in sorted((HOUSE / room).rglob("*.py")):
            parts = file.relative_to(HOUSE / room).with_suffix("").parts
            if parts[0] != "migrations" and parts[-1] != "__init__":
                yield room, ".".join(parts), file


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """(statement, dotted name) of everything a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"


ALL = [pytest.param(*found, id=f"{found[0]}.{found[1]}") for found in modules()]


def floor(room: str, module: str) -> int:
    """The floor a module stands on; 0 is pure."""
    first = module.split(".")[0]
    if room == "pulse" and first in PULSE_FLOORS:
        return PULSE_FLOORS[first]
    return FLOORS.get(first, 0)


def typing_only(tree: ast.Module) -> set[ast.stmt]:
    """Statements under `if TYPE_CHECKING:`: they import names for types, not rooms."""
    blocks = [
        node
        for node in tree.body
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    ]
    return {statement for block in blocks for statement in block.body}


@pytest.mark.parametrize(("room", "module", "file"), ALL)
def test_module_imports_only_along_the_edges(room: str, module: str, file: Path) -> None:
    allowed = EDGES[room] | GROUND | {room}
    if room in GROUND_EDGES:
        allowed = GROUND_EDGES[room] | {room}

    found = {name.split(".")[0] for _node, name in imports(ast.parse(file.read_text()))}

    assert found & (ROOMS | {"project"}) <= allowed


@pytest.mark.parametrize(("room", "module", "file"), ALL)
def test_module_imports_no_other_rooms_views_tasks_or_admin(
    room: str, module: str, file: Path
) -> None:
    for _node, name in imports(ast.parse(file.read_text())):
        other, _dot, rest = name.partition(".")
        if other in ROOMS and other != room:
            assert rest.split(".")[0] not in CLOSED_TO_OTHERS, name


@pytest.mark.parametrize(("room", "module", "file"), ALL)
def test_module_imports_only_from_its_own_floor_or_below(
    room: str, module: str, file: Path
) -> None:
    tree = ast.parse(file.read_text())
    for node, name in imports(tree):
        if name.split(".")[0] == room and node not in typing_only(tree):
            below = ".".join(name.split(".")[1:])
            place = HOUSE / room / below.split(".")[0]
            if place.is_dir() or place.with_suffix(".py").exists():
                assert floor(room, below) <= floor(room, module), name


@pytest.mark.parametrize(("room", "module", "file"), ALL)
def test_pure_module_touches_no_rows_no_clock_no_settings(
    room: str, module: str, file: Path
) -> None:
    if floor(room, module):
        return
    tree = ast.parse(file.read_text())

    found = {name for node, name in imports(tree) if node not in typing_only(tree)}

    assert not [name for name in found if name.startswith(NOT_PURE)]


@pytest.mark.parametrize(("room", "module", "file"), ALL)
def test_no_function_hides_an_import(room: str, module: str, file: Path) -> None:
    for function in ast.walk(ast.parse(file.read_text())):
        if isinstance(function, ast.FunctionDef) and function.name != "ready":
            assert not [node for node, _name in imports(function)], function.name


@pytest.mark.parametrize(("room", "module", "file"), ALL)
def test_only_pulse_reads_the_clock(room: str, module: str, file: Path) -> None:
    if (room, module) == ("pulse", "clock"):
        return
    readers = re.compile(
        r"\b(datetime\.now|datetime\.utcnow|date\.today|timezone\.now|time\.time)\("
    )

    assert not readers.search(file.read_text())


@pytest.mark.parametrize(("room", "module", "file"), ALL)
def test_module_is_small_and_says_what_it_is_for(room: str, module: str, file: Path) -> None:
    text = file.read_text()

    assert len(text.splitlines()) <= 300
    if floor(room, module) < 5:
        assert ast.get_docstring(ast.parse(text))


def test_no_test_patches_the_clock_by_name() -> None:
    # A module first imported while a name is patched keeps that name for ever: order dependence.
    files = [file for file in (HOUSE / "tests").rglob("*.py") if file != Path(__file__)]
    patched = re.compile(r"setattr\([^)]*(real_now|\"now\"|\"offset\"|\bdatetime\b)")

    assert [str(file) for file in files if patched.search(file.read_text())] == []


def test_lock_files_name_only_the_public_registries() -> None:
    public = {"https://pypi.org", "https://files.pythonhosted.org", "https://registry.npmjs.org"}
    locks = [HOUSE / "uv.lock", *HOUSE.glob("**/package-lock.json")]
    locks = [lock for lock in locks if "node_modules" not in lock.parts]

    found = {host for lock in locks for host in re.findall(r'https?://[^/"]+', lock.read_text())}

    assert {
        host for host in found if "github.com" not in host and "opencollective" not in host
    } <= (public)


def test_every_direct_dependency_has_a_lower_bound() -> None:
    read = tomllib.loads((HOUSE / "pyproject.toml").read_text())
    extras, groups = read["project"]["optional-dependencies"], read["dependency-groups"]
    names = [
        *read["project"]["dependencies"],
        *itertools.chain(*extras.values(), *groups.values()),
    ]

    assert [name for name in names if ">=" not in name] == []


def test_environment_example_lists_every_variable() -> None:
    sources = [*(HOUSE / "project").glob("*.py")]
    asked = {
        name
        for source in sources
        for name in re.findall(
            r'(?:read|env\.\w+|environ\.get)\(\s*"([A-Z][A-Z_]+)"', source.read_text()
        )
    }

    example = (HOUSE / ".env.example").read_text()

    assert sorted(name for name in asked if not re.search(rf"^#? ?{name}=", example, re.M)) == []
