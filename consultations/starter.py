"""The starter's hours, kinds of meeting and what they ask: files to rows, rows to files, where
they differ.

Weekly hours are one table: loading replaces it. Kinds of meeting not in the file are left alone.
What a kind asks is a draft of an assessment, in a file of its own: `intake/<its name>.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import QuerySet

from assessments import files
from assessments.documents import ASSESSMENT
from assessments.models import Assessment, Passage
from consultations.models import Availability, Meeting
from offers import actions as offers
from offers import files as offer_files
from offers.models import Offer
from publishing.actions import content
from writing import yaml_reader
from writing.errors import Fault, Refused

FILE = "availability.yaml"
ASKING = replace(ASSESSMENT, files=files.INTAKES)
"""What is asked when booking: assessments that only ask."""
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COLUMNS = (
    "key",
    "title",
    "for_whom",
    "own_words",
    "description",
    "minutes",
    "place",
    "video_link",
    "phone",
    "fee",
    "payment_link",
    "pay_when",
    "is_not",
    "every_minutes",
    "buffer_before",
    "buffer_after",
    "notice_hours",
    "change_notice_hours",
    "horizon_days",
    "per_day",
    "per_week",
    "remind_hours",
    "tag",
    "active",
    "intake",
)


def differences(folder: Path) -> list[str]:
    """One line for each place where the file and the rows do not say the same."""
    wanted = read(folder)
    differing = []
    slug = offer_files.slug(folder)
    for entry in wanted["meetings"]:
        row = _of(slug).filter(key=entry["key"]).first()
        if row is None:
            differing.append(f"{FILE}: meeting {entry['key']}: not in the database")
            continue
        here = written(row)
        changed = [name for name, value in entry.items() if here[name] != value]
        differing += [f"{FILE}: meeting {entry['key']}: {name} changed" for name in changed]
    hours, said = weekly(), wanted["weekly"]
    if said is not None:
        differing += [f"{FILE}: {day} changed" for day in DAYS if hours.get(day) != said.get(day)]
    return differing + content.differences(ASKING, folder)


@transaction.atomic
def load(folder: Path, *, as_starter: bool = True, now: datetime) -> None:
    """Make kinds of meeting, what they ask, and weekly hours as the files say."""
    wanted = read(folder)
    content.load(ASKING, folder, as_starter=as_starter, now=now)
    offer = offers.ensure(folder, now=now) if wanted["meetings"] else None
    for position, entry in enumerate(wanted["meetings"]):
        meeting = Meeting.objects.filter(key=entry["key"]).first()
        if meeting is not None and meeting.offer != offer:
            refusal = f"{FILE}: another offer has a meeting “{entry['key']}”."
            raise Refused([Fault(1, refusal)])
        columns = {**entry, "position": position, "offer": offer}
        if entry.get("intake"):
            columns["intake"] = Assessment.objects.get(slug=entry["intake"])
        if entry.get("own_words"):
            columns["own_words"] = _own_words(entry["own_words"], offer)
        Meeting.objects.update_or_create(key=entry["key"], defaults=columns)
    if wanted["weekly"] is None:  # an offer's folder: hours are the practice's
        return
    Availability.objects.all().delete()
    for day, spans in wanted["weekly"].items():
        for text in spans:
            start, end = (time.fromisoformat(part) for part in text.split("-"))
            row = Availability(weekday=DAYS.index(day), start=start, end=end)
            row.full_clean()
            row.save()


def _own_words(key: str, offer: Offer | None) -> Passage:
    passage = Passage.objects.of(offer.pk if offer else None).filter(key=key).first()
    if passage is None:
        raise Refused([Fault(1, f"{FILE}: there is no passage “{key}” for “own_words”.")])
    return passage


def publish(*, now: datetime) -> None:
    """Nothing to publish: hours count at once."""


def export(folder: Path, offer: Offer | None = None, _slug: str = "") -> None:
    """Write the kinds of meeting of an offer; or those of all with the weekly hours; as files that
    `load` takes back.
    """
    rows = _of(offer.slug if offer else "").select_related("intake", "own_words")
    if offer is not None and not rows:
        return
    body: dict[str, Any] = {"meetings": [written(row) for row in rows]}
    if offer is None:
        body["weekly"] = weekly()
    text = yaml.dump(
        body, Dumper=yaml_reader.Dumper, allow_unicode=True, sort_keys=False, width=100
    )
    (folder / FILE).write_text(text, encoding="utf-8")
    content.export(ASKING, folder, keys={row.intake.slug for row in rows if row.intake})


def read(folder: Path) -> dict[str, Any]:
    """The file, checked: ValueError names what it does not know. `weekly` is None where it says
    nothing of the hours.
    """
    if not (folder / FILE).is_file():
        return {"meetings": [], "weekly": None}
    body: dict[str, Any] = yaml_reader.load((folder / FILE).read_text(encoding="utf-8"))
    entries: list[Mapping[str, Any]] = body.get("meetings") or []
    hours: dict[str, list[str]] | None = (body["weekly"] or {}) if "weekly" in body else None
    strange = [name for entry in entries for name in entry if name not in COLUMNS]
    strange += [day for day in hours or {} if day not in DAYS]
    intakes = {str(entry["intake"]) for entry in entries if entry.get("intake")}
    brought = {filed.key for filed in content.read(ASKING, folder)}
    slugs = brought | set(
        Assessment.objects.filter(slug__in=intakes).values_list("slug", flat=True)
    )
    strange += sorted(intakes - slugs)
    if strange:
        raise ValueError(f"{FILE}: unknown: {', '.join(sorted(set(strange)))}")
    return {"meetings": entries, "weekly": hours}


def _of(slug: str) -> QuerySet[Meeting]:
    """The kinds of meeting of the offer of this name; "": of all."""
    return Meeting.objects.filter(offer__slug=slug) if slug else Meeting.objects.filter(offer=None)


def written(row: Meeting) -> dict[str, Any]:
    """A kind of meeting as the file writes it."""
    columns = {name: getattr(row, name) for name in COLUMNS}
    intake, own_words = row.intake and row.intake.slug, row.own_words and row.own_words.key
    return columns | {"intake": intake, "own_words": own_words}


def weekly() -> dict[str, list[str]]:
    """The weekly hours as the file writes them."""
    hours: dict[str, list[str]] = {}
    for row in Availability.objects.all():
        hours.setdefault(DAYS[row.weekday], []).append(f"{row.start:%H:%M}-{row.end:%H:%M}")
    return hours
