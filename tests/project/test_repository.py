"""What the repository promises whoever clones it."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]


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


def test_glossary_names_what_is_there() -> None:
    """Above its list of old names: every module, and every class or function of one."""
    words = (HOUSE / "docs/glossary.md").read_text().partition("## Names that were another")[0]
    named = [name.strip("/").replace("/", ".") for name in re.findall(r"`([a-z_./]+\w*)`", words)]
    named += re.findall(r"`([a-z_]+(?:\.[a-z_]+)*\.[A-Z]\w+)`", words)
    apps = {path.parent.name for path in HOUSE.glob("*/apps.py")} | {"writing"}

    missing = [name for name in named if name.split(".")[0] in apps and not stands(name)]

    assert len(named) > 50
    assert missing == []


def stands(name: str) -> bool:
    """Whether a dotted name is a module, or stands in one."""
    path, rest = HOUSE.joinpath(*name.split(".")), ""
    if not path.is_dir() and not path.with_suffix(".py").exists():
        path, rest = path.parent, path.name
    files = path.rglob("*.py") if path.is_dir() else [path.with_suffix(".py")]
    return any(rest in file.read_text() for file in files if file.exists())
