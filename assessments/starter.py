"""The starter content's way in and out: files to drafts, drafts to files, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import models, transaction

from assessments import actions, files
from assessments.body import changes
from assessments.models import (
    AnswerLabel,
    Assessment,
    Choice,
    ConditionText,
    Group,
    LandingItem,
    Measure,
    Notice,
    Page,
    Passage,
    Profile,
    Question,
    Reading,
    Scale,
    Step,
)
from assessments.schema import passage_body
from publishing import actions as publishing
from writing import passages as writing_passages

Entry = Mapping[str, Any]
COLUMNS = (
    "title",
    "minutes",
    "mode",
    "promise",
    "start",
    "mirror",
    "safety",
    "stem",
    "stem_when_none",
    "guide_offer",
    "pass_on",
)
# (the body's list, its rows): rows whose columns are the entry's names, nothing to look up
PLAIN: tuple[tuple[str, type[models.Model]], ...] = (
    ("groups", Group),
    ("pages", Page),
    ("readings", Reading),
    ("profiles", Profile),
    ("steps", Step),
    ("notices", Notice),
    ("conditions", ConditionText),
)
# Deleted in this order, since questions point to pages and scales, scales to groups.
ROWS: tuple[type[models.Model], ...] = (
    Question,
    Page,
    Scale,
    Group,
    Measure,
    Reading,
    Profile,
    Step,
    Notice,
    ConditionText,
    AnswerLabel,
    LandingItem,
)


def differences(folder: Path) -> list[str]:
    """One line for each place where the files and the drafts do not say the same."""
    wanted = files.read_body(folder)
    draft = Assessment.objects.filter(slug=wanted["slug"]).first()
    if draft is None:
        found = [f"{files.ASSESSMENT}: not in the database"]
    else:
        found = [f"{files.ASSESSMENT}: {line}" for line in changes(draft.body(), wanted)]
    here = _passages()
    for key, (title, passage) in files.read_passages(folder).items():
        place = f"passages/{key}.md"
        if key not in here:
            found.append(f"{place}: not in the database")
        elif here[key] != (title, passage):
            found.append(f"{place}: changed")
    return found


@transaction.atomic
def load(folder: Path, *, now: datetime) -> None:
    """Make the drafts as the files say; nothing is published. Other passages are left alone."""
    body = files.read_body(folder)
    load_body(body)
    for key, (title, passage) in files.read_passages(folder).items():
        said = passage_body(title, passage)
        row = Passage.objects.filter(key=key).first()
        if row is None:
            row = publishing.create(Passage(key=key), body=said, now=now)
        else:
            publishing.save(row, body=said, now=now)
        publishing.mark_starter(row)


def untouched_drafts(folder: Path) -> set[int]:
    """The ids of assessments that still say what the file says."""
    wanted = _body(folder)
    rows = Assessment.objects.filter(slug=wanted["slug"])
    return {row.pk for row in rows if not changes(wanted, row.body())}


@lru_cache(maxsize=4)
def _body(folder: Path) -> Entry:
    """What the file says; read once a process."""
    return files.read_body(folder)


def publish(*, now: datetime) -> None:
    """Publish every draft."""
    for assessment in Assessment.objects.all():
        actions.publish(assessment=assessment, now=now)


def export(folder: Path, slug: str = "") -> None:
    """Write a draft, else the first, and every passage as files that `load` takes back."""
    rows = Assessment.objects.filter(slug=slug) if slug else Assessment.objects.all()
    draft = rows.first()
    if draft is not None:
        files.write(folder, draft.body(), _passages())


def _passages() -> dict[str, tuple[str, writing_passages.Passage]]:
    return {row.key: (str(row), row.frozen()) for row in Passage.objects.all()}


def load_body(body: Entry) -> Assessment:
    """Make one draft as a body says; what it had before goes."""
    columns = {name: body[name] for name in COLUMNS if name in body}
    landing, scope, bands = body.get("landing", {}), body.get("scope_box", {}), body["bands"]
    columns |= {
        "not_applicable": body.get("answers", {}).get("not_applicable", ""),
        "step_threshold": str(body["step_threshold"]),
        "band_low": str(bands["low"]),
        "band_high": str(bands["high"]),
        "scope_title": scope.get("title", ""),
        "scope_text": scope.get("text", ""),
        "landing_title": landing.get("title", ""),
        "landing_lead": landing.get("lead", ""),
        "by_line": landing.get("by_line", ""),
        "privacy": landing.get("privacy", ""),
    }
    draft, _created = Assessment.objects.update_or_create(slug=body["slug"], defaults=columns)
    for model in ROWS:
        model._default_manager.filter(assessment=draft).delete()
    _load_rows(draft, body)
    _load_questions(draft, body)
    _load_words(draft, body)
    return draft


def _load_rows(draft: Assessment, body: Entry) -> None:
    for name, model in PLAIN:
        columns = {field.name for field in model._meta.fields}
        for place, entry in enumerate(body.get(name, ())):
            known = {key: value for key, value in entry.items() if key in columns}
            model._default_manager.create(assessment=draft, position=place, **known)
    groups = _by_key(draft.groups.all())
    for place, entry in enumerate(body.get("scales", ())):
        entry = {**entry, "group": groups.get(entry.get("group"))}
        Scale.objects.create(assessment=draft, position=place, **entry)
    for place, entry in enumerate(body.get("measures", ())):
        entry = {**entry, "of": ", ".join(entry.get("of", ()))}
        Measure.objects.create(assessment=draft, position=place, **entry)


def _load_questions(draft: Assessment, body: Entry) -> None:
    pages, scales = _by_key(draft.pages.all()), _by_key(draft.scales.all())
    page_of = {
        key: pages[entry["key"]]
        for entry in body.get("pages", ())
        for key in entry.get("questions", ())
    }
    for place, entry in enumerate(body.get("questions", ())):
        known = {key: value for key, value in entry.items() if key not in ("choices", "scale")}
        question = Question.objects.create(
            assessment=draft,
            position=place,
            page=page_of.get(entry["key"]),
            scale=scales.get(entry.get("scale")),
            **known,
        )
        Choice.objects.bulk_create(
            Choice(question=question, position=at, key=choice["key"], label=choice["label"])
            for at, choice in enumerate(entry.get("choices", ()))
        )


def _load_words(draft: Assessment, body: Entry) -> None:
    for scale, words in body.get("answers", {}).items():
        if isinstance(words, list):
            AnswerLabel.objects.bulk_create(
                AnswerLabel(
                    assessment=draft,
                    scale=scale,
                    key=str(word.get("value", word.get("key", ""))),
                    label=word["label"],
                    position=at,
                )
                for at, word in enumerate(words)
            )
    for kind in LandingItem.Kind.values:
        LandingItem.objects.bulk_create(
            LandingItem(
                assessment=draft,
                kind=kind,
                title=item.get("title", item.get("q", "")),
                text=item.get("text", item.get("a", "")),
                position=at,
            )
            for at, item in enumerate(body.get("landing", {}).get(kind, ()))
        )


def _by_key(rows: Iterable[Any]) -> dict[Any, Any]:
    return {row.key: row for row in rows}
