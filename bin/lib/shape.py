"""The shape of the code, read from its source: the picture in docs/architecture.md is the law.

Says each place that breaks it and ends with 1.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# app -> the apps it may import besides the ground floor
EDGES: dict[str, set[str]] = {
    "contacts": set(),
    "assessments": set(),
    "mail": {"contacts"},
    "courses": {"assessments", "mail", "contacts"},
    "guides": {"courses", "assessments", "mail", "contacts"},
    "consultations": {"guides", "courses", "assessments", "mail", "contacts"},
    "landing": {"consultations", "guides", "courses", "assessments", "mail", "contacts"},
}
GROUND_EDGES: dict[str, set[str]] = {
    "publishing": {"offers", "writing", "practice", "health"},
    "offers": {"writing", "practice", "health"},
    "writing": set(),
    "practice": {"health"},
    "health": set(),
}
GROUND = set(GROUND_EDGES)
EDGES["desk"] = set(EDGES)
APPS = set(EDGES) | GROUND
# Inside an app a module imports only from its own floor or below. What is not named here is pure.
FLOORS = {
    "models": 1,
    "model_fields": 1,
    "transport": 2,
    "links": 2,
    "visit": 2,
    **dict.fromkeys(("actions", "known_facts", "personal_data", "erase", "export"), 3),
    "starter": 4,
    "documents": 4,
    "tasks": 4,
    "forms": 5,
    "announce": 5,
    "fields": 5,
    "fieldsets": 5,
    "admin_base": 5,
    "admin_parts": 5,
    "context_processors": 5,
    "templatetags": 5,
    "views": 5,
    "api": 5,
    "admin": 5,
    "apps": 5,
    "urls": 6,
    "management": 6,
}
HEALTH_FLOORS = {"clock": 1, "time_limit": 1, "deletion": 3}
HEALTH_FLOORS |= dict.fromkeys(("heartbeat", "checks", "budgets"), 4)
CLOSED_TO_OTHERS = {"views", "tasks", "admin", "api", "urls", "apps", "management"}
NOT_PURE = ("django.db", "django.conf", "django.utils.timezone", "health.clock")
CLOCK = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|timezone\.now|time\.time)\(")
# A module first imported while a name is patched keeps that name for ever: tests then depend on
# their order.
PATCHED_CLOCK = re.compile(r"setattr\([^)]*(real_now|\"now\"|\"offset\"|\bdatetime\b)")
MOST_LINES, MOST_OF_A_FUNCTION = 300, 50
REPEATED_FREELY = {"Meta", "Command", "Migration", "Config"}


@dataclass(frozen=True)
class Module:
    """One module of an app, with what the checks ask of it."""

    app: str
    name: str  # within the app: "actions.booking"
    file: Path

    @cached_property
    def source(self) -> str:
        return self.file.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @property
    def floor(self) -> int:
        return floor(self.app, self.name)

    @cached_property
    def typing_only(self) -> set[ast.stmt]:
        """Statements under `if TYPE_CHECKING:`: they import names for types, nothing that runs."""
        blocks = [
            node
            for node in self.tree.body
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        ]
        return {statement for block in blocks for statement in block.body}

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return [node for node in ast.walk(self.tree) if isinstance(node, kinds)]

    @cached_property
    def classes(self) -> list[ast.ClassDef]:
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef)]


def floor(app: str, name: str) -> int:
    """The floor a module stands on; 0 is pure."""
    first = name.split(".")[0]
    if app == "health" and first in HEALTH_FLOORS:
        return HEALTH_FLOORS[first]
    return FLOORS.get(first, 0)


def modules() -> list[Module]:
    """Every module of the apps that is not a migration."""
    every = []
    for app in sorted(APPS):
        for file in sorted((ROOT / app).rglob("*.py")):
            parts = file.relative_to(ROOT / app).with_suffix("").parts
            if parts[0] != "migrations" and parts[-1] != "__init__":
                every.append(Module(app, ".".join(parts), file))
    return every


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """(statement, dotted name) of everything that is imported there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"


def along_the_edges(module: Module) -> Iterator[str]:
    allowed = GROUND_EDGES.get(module.app, EDGES.get(module.app, set()) | GROUND) | {module.app}
    for node, name in imports(module.tree):
        other, _dot, rest = name.partition(".")
        if other in APPS | {"project"} and other not in allowed:
            yield f"{node.lineno}: {module.app} may not import {name}"
        elif other in APPS - {module.app} and rest.split(".")[0] in CLOSED_TO_OTHERS:
            yield f"{node.lineno}: {name} is closed to other apps"


def from_below(module: Module) -> Iterator[str]:
    for node, name in imports(module.tree):
        app, _dot, rest = name.partition(".")
        place = ROOT / app / rest.split(".")[0]
        stands = place.is_dir() or place.with_suffix(".py").exists()
        if app != module.app or node in module.typing_only or not stands:
            continue
        if floor(app, rest) > module.floor:
            yield f"{node.lineno}: {name} stands on a higher floor"


def pure(module: Module) -> Iterator[str]:
    if module.floor == 0:
        for node, name in imports(module.tree):
            if name.startswith(NOT_PURE) and node not in module.typing_only:
                yield f"{node.lineno}: a pure module imports {name}"


def no_hidden_import(module: Module) -> Iterator[str]:
    for function in module.functions:
        if function.name != "ready":
            for node, name in imports(function):
                yield f"{node.lineno}: {function.name} imports {name} inside itself"


def one_clock(module: Module) -> Iterator[str]:
    if (module.app, module.name) != ("health", "clock"):
        for match in CLOCK.finditer(module.source):
            line = module.source.count("\n", 0, match.start()) + 1
            yield f"{line}: only health.clock reads the clock"


def small_with_a_purpose(module: Module) -> Iterator[str]:
    lines = len(module.source.splitlines())
    if lines > MOST_LINES:
        yield f"1: {lines} lines, {MOST_LINES} are allowed"
    if module.floor < 5 and not ast.get_docstring(module.tree):
        yield "1: nothing says what this module is for"
    for function in module.functions:
        length = (function.end_lineno or 0) - function.lineno + 1
        if length > MOST_OF_A_FUNCTION:
            yield f"{function.lineno}: {function.name} has {length} lines"


def document_kinds() -> dict[str, str]:
    """The models of the kinds of text ("Lesson"), each with its app, as their apps declare them."""
    return {
        kind.name: module.app
        for module in modules()
        if module.name.split(".")[0] == "models"
        for kind in module.classes
        if any(isinstance(base, ast.Name) and base.id == "Document" for base in kind.bases)
    }


def no_ladder_over_kinds(module: Module) -> Iterator[str]:
    """Outside its own app nobody asks of which kind a text is, nor keeps a table by kind: the kind
    declares what is asked of it. A Course is no document (decision 0016), and counts as one here.

    Allowed: lists of labels, as the menu, roles and the sweep of personal data have them (each line
    stands for itself and nothing is chosen by it), and sets of permissions by model (`PERMISSIONS`
    of roles: it says who may what, not what a text does).
    """
    apps_of = {**KINDS, "Course": "courses"}
    foreign = {name for name, app in apps_of.items() if app != module.app}
    labels = {f"{apps_of[name]}.{name}".lower() for name in foreign}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("isinstance", "issubclass"):
            names = {
                node_name.id
                for node_name in ast.walk(node.args[-1])
                if isinstance(node_name, ast.Name)
            }
            for name in sorted(names & foreign):
                yield f"{node.lineno}: asks whether a text is a {name}; let the kind declare it"
        elif isinstance(node, ast.Dict) and (module.app, module.name) not in TABLES_BY_MODEL:
            for key in node.keys:
                if isinstance(key, ast.Constant) and key.value in labels:
                    yield f"{key.lineno}: a table by kind ({key.value}); let the kind declare it"
                elif isinstance(key, ast.Name) and key.id in foreign:
                    yield f"{key.lineno}: a table by kind ({key.id}); let the kind declare it"


TABLES_BY_MODEL = {("desk", "actions.roles")}
KINDS = document_kinds()
CHECKS: tuple[Callable[[Module], Iterator[str]], ...] = (
    along_the_edges,
    from_below,
    pure,
    no_hidden_import,
    one_clock,
    small_with_a_purpose,
    no_ladder_over_kinds,
)


def class_names() -> Iterator[str]:
    """A class name stands in one module. The choices within a model (`Booking.State`) are told
    apart by it, and so share names among themselves, but none with a class of a module.
    """
    where: defaultdict[str, list[Module]] = defaultdict(list)
    for module in modules():
        for statement in module.tree.body:
            if isinstance(statement, ast.ClassDef) and statement.name not in REPEATED_FREELY:
                where[statement.name].append(module)
    for name, places in sorted(where.items()):
        for module in places[1:]:
            first, here = (place.file.relative_to(ROOT) for place in (places[0], module))
            yield f"{here}:1: a class {name} stands in {first} already"
    for module in modules():
        for nested in module.classes:
            if nested.name in where and nested not in module.tree.body:
                first = where[nested.name][0].file.relative_to(ROOT)
                here = module.file.relative_to(ROOT)
                yield f"{here}:{nested.lineno}: a class {nested.name} stands in {first} already"


def patched_clocks() -> Iterator[str]:
    for file in sorted((ROOT / "tests").rglob("*.py")):
        for match in PATCHED_CLOCK.finditer(source := file.read_text()):
            line = source.count("\n", 0, match.start()) + 1
            yield f"{file.relative_to(ROOT)}:{line}: a test patches the clock by name"


def broken() -> list[str]:
    """Each place that breaks the law, as "file:line: why"."""
    of_modules = [
        f"{module.file.relative_to(ROOT)}:{message}"
        for module in modules()
        for check in CHECKS
        for message in check(module)
    ]
    return [*of_modules, *class_names(), *patched_clocks()]


def main() -> int:
    messages = broken()
    print("\n".join(messages), end="\n" if messages else "")
    return bool(messages)


if __name__ == "__main__":
    sys.exit(main())
