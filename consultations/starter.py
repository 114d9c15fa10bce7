"""The starter's hours and kinds of meeting: a file to rows, rows to a file, where they differ.

Weekly hours are one table: loading replaces it. Kinds of meeting not in the file are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from consultations.models import Availability, Meeting

FILE = "availability.yaml"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COLUMNS = (
    "key",
    "title",
    "description",
    "minutes",
    "place",
    "video_link",
    "fee",
    "every_minutes",
    "buffer_before",
    "buffer_after",
    "notice_hours",
    "change_notice_hours",
    "horizon_days",
    "per_day",
    "per_week",
    "remind_hours",
    "active",
)


def differences(folder: Path) -> list[str]:
    """One line for each place where the file and the rows do not say the same."""
    wanted = read(folder)
    found = []
    for entry in wanted["meetings"]:
        row = Meeting.objects.filter(key=entry["key"]).first()
        if row is None:
            found.append(f"{FILE}: meeting {entry['key']}: not in the database")
            continue
        changed = [name for name, value in entry.items() if getattr(row, name) != value]
        found += [f"{FILE}: meeting {entry['key']}: {name} changed" for name in changed]
    here = weekly()
    found += [
        f"{FILE}: {day} changed" for day in DAYS if here.get(day) != wanted["weekly"].get(day)
    ]
    return found


@transaction.atomic
def load(folder: Path, *, now: datetime) -> None:  # noqa: ARG001 - every room's door is the same
    """Make kinds of meeting and weekly hours as the file says."""
    wanted = read(folder)
    for position, entry in enumerate(wanted["meetings"]):
        Meeting.objects.update_or_create(key=entry["key"], defaults={**entry, "position": position})
    Availability.objects.all().delete()
    for day, spans in wanted["weekly"].items():
        for text in spans:
            start, end = (time.fromisoformat(part) for part in text.split("-"))
            row = Availability(weekday=DAYS.index(day), start=start, end=end)
            row.full_clean()
            row.save()


def publish(*, now: datetime) -> None:
    """Nothing to publish: hours count at once."""


def export(folder: Path) -> None:
    """Write what is here as a file that `load` takes back."""
    meetings = [{name: getattr(row, name) for name in COLUMNS} for row in Meeting.objects.all()]
    body = {"meetings": meetings, "weekly": weekly()}
    text = yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=100)
    (folder / FILE).write_text(text, encoding="utf-8")


def read(folder: Path) -> dict[str, Any]:
    """The file, checked: ValueError names what it does not know."""
    body: dict[str, Any] = yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))
    entries: list[Mapping[str, Any]] = body.get("meetings") or []
    hours: dict[str, list[str]] = body.get("weekly") or {}
    strange = [name for entry in entries for name in entry if name not in COLUMNS]
    strange += [day for day in hours if day not in DAYS]
    if strange:
        raise ValueError(f"{FILE}: unknown: {', '.join(sorted(set(strange)))}")
    return {"meetings": entries, "weekly": hours}


def weekly() -> dict[str, list[str]]:
    """The weekly hours as the file writes them."""
    hours: dict[str, list[str]] = {}
    for row in Availability.objects.all():
        hours.setdefault(DAYS[row.weekday], []).append(f"{row.start:%H:%M}-{row.end:%H:%M}")
    return hours
