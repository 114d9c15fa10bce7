"""The starter letters in content/letters: compared, loaded as drafts, published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from mail.actions import publish_system
from mail.models import Purpose, SystemLetter
from writing import frontmatter
from writing.difference import same_words
from writing.faults import Fault, Refused

FIELDS = ("name", "purpose", "subject", "preheader")


def letters(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """(key, fields) of every letter's file in a content folder; raises Refused."""
    for file in sorted((folder / "letters").glob("*.md")):
        head, body = frontmatter.parse(file.read_text(encoding="utf-8"))
        missing = [name for name in FIELDS if not head.get(name)]
        if missing or head["purpose"] not in Purpose.values:
            raise Refused([Fault(2, f"{file.name}: needs {', '.join(FIELDS)}.")])
        yield file.stem, {**{name: str(head[name]) for name in FIELDS}, "body": body}


def differences(folder: Path) -> list[str]:
    """One line for every draft that loading would change."""
    found = []
    for key, fields in letters(folder):
        draft = SystemLetter.objects.filter(key=key).first()
        if draft is None:
            found.append(f"letter {key}: new")
            continue
        changed = [name for name, value in fields.items() if getattr(draft, name) != value]
        if changed:
            found.append(f"letter {key}: {', '.join(changed)}")
    return found


@transaction.atomic
def load(folder: Path, *, now: datetime) -> None:  # noqa: ARG001 (every starter has this shape)
    """Make or replace the drafts; what is published stays as it is."""
    for key, fields in letters(folder):
        SystemLetter.objects.update_or_create(key=key, defaults=fields)


@transaction.atomic
def add_missing(folder: Path, *, now: datetime) -> list[str]:
    """Load and publish the letters a newer version brought along; never touches one that is there.

    Returns their keys.
    """
    there = set(SystemLetter.objects.values_list("key", flat=True))
    new = [(key, fields) for key, fields in letters(folder) if key not in there]
    for key, fields in new:
        publish_system(draft=SystemLetter.objects.create(key=key, **fields), now=now)
    return [key for key, _fields in new]


def untouched(folder: Path) -> set[int]:
    """The ids of letters that still say what their file says."""
    wanted = _words(folder)
    return {
        row.pk
        for row in SystemLetter.objects.filter(key__in=wanted)
        if same_words(_said(vars(row)), wanted[row.key])
    }


@lru_cache(maxsize=4)
def _words(folder: Path) -> Mapping[str, str]:
    """What each file says, by key; read once a process."""
    return {key: _said(fields) for key, fields in letters(folder)}


def _said(fields: Mapping[str, Any]) -> str:
    return "\n".join(str(fields[name]) for name in ("subject", "preheader", "body"))


@transaction.atomic
def publish(*, now: datetime) -> None:
    """Publish every draft."""
    for draft in SystemLetter.objects.all():
        publish_system(draft=draft, now=now)


def export(folder: Path) -> None:
    """Write every draft as a file that `load` takes back."""
    (folder / "letters").mkdir(parents=True, exist_ok=True)
    for draft in SystemLetter.objects.all():
        head = {"key": draft.key, **{name: getattr(draft, name) for name in FIELDS}}
        text = frontmatter.dump(head, draft.body)
        (folder / "letters" / f"{draft.key}.md").write_text(text, encoding="utf-8")
