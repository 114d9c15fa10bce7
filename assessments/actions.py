"""Every change in this room: an attempt started, answered, finished, deleted; a draft published."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from assessments import checks, impact, reach, result, scoring
from assessments.definition import Definition
from assessments.kinds.kind import Answer
from assessments.models import (
    Assessment,
    Attempt,
    Edition,
    Notice,
    Passage,
    named_keys,
)
from assessments.schema import Cell
from practice.once import kept
from publishing import actions as publishing
from pulse import deletion
from writing import passages as writing_passages
from writing.facts import AXES
from writing.faults import Fault, Refused
from writing.liquid import check_passage
from writing.vocabulary import LETTER, RESULT

LAST = 100
"""So many of the newest people are scored again to see what a draft would change."""


class NotPublished(Exception):
    """Nobody can take an assessment that has no published version."""


def start(
    *,
    assessment: Assessment,
    source: Mapping[str, str],
    previous: Attempt | None = None,
    now: datetime,
) -> Attempt:
    """Begin an attempt on the published version; `source` is utm values and the referrer's host."""
    if assessment.edition is None:
        raise NotPublished(assessment.slug)
    return Attempt.objects.create(
        edition=assessment.edition,
        source=dict(source),
        previous=previous,
        started_at=now,
        saved_at=now,
    )


@transaction.atomic
def answer(
    *, attempt: Attempt, answers: Mapping[str, Answer], page: int = 0, now: datetime
) -> Attempt:
    """Save clean answers beside those given before. A finished attempt stays as it is."""
    row = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if row.finished_at is None:
        row.answers = {**row.answers, **answers}
        row.page = max(row.page, page)
        row.saved_at = now
        row.save(update_fields=("answers", "page", "saved_at"))
    return row


@transaction.atomic
def finish(*, attempt: Attempt, now: datetime) -> Attempt:
    """Score the answers on the attempt's own version, once; the second call changes nothing."""
    row = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if row.finished_at is None:
        row.result = scoring.score(row.definition, row.answers).as_json()
        row.finished_at = row.saved_at = now
        row.save(update_fields=("result", "finished_at", "saved_at"))
    return row


def look_again(*, attempt: Attempt, now: datetime) -> Attempt:
    """A second look at a finished attempt: its answers, open to change, on the same version.

    The finished one stays, since a guide may speak of it.
    """
    return Attempt.objects.create(
        edition=attempt.edition,
        answers=attempt.answers,
        source=attempt.source,
        previous=attempt.previous,
        started_at=now,
        saved_at=now,
    )


def unlock(*, attempt: Attempt, now: datetime) -> None:
    """Show the result of a gated assessment: the guide was asked for. Safe to repeat."""
    Attempt.objects.filter(pk=attempt.pk, unlocked_at=None).update(unlocked_at=now)


def delete(attempt: Attempt) -> None:
    """Delete the answers, their result and guides made from them, by the wish of whoever holds
    the key.
    """
    deletion.delete(Attempt.objects.filter(pk=attempt.pk))


def forget_unfinished(*, before: datetime, limit: int = 500) -> int:
    """Delete attempts never finished and not touched since `before`; at most `limit` of them."""
    old = Attempt.objects.unfinished_since(before).order_by("saved_at")
    ids = list(old.values_list("pk", flat=True)[:limit])
    return deletion.delete(Attempt.objects.filter(pk__in=ids, finished_at=None))


@transaction.atomic
def publish(*, assessment: Assessment, now: datetime) -> Edition:
    """Freeze the draft; what people began stays on its version. Refused names every fault.

    A draft that says what is published already gives the published version.
    """
    draft = Assessment.objects.select_for_update().get(pk=assessment.pk)
    body = draft.body() | {"passages": frozen_passages(as_published=True)}
    faults = checks.faults(body)
    if faults:
        raise Refused(faults)
    if draft.edition is not None and draft.edition.body == body:
        assessment.edition = draft.edition
        return draft.edition
    last = draft.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(assessment=draft, number=last + 1, body=body, published_at=now)
    passages_go_out(body["passages"], now=now)
    draft.edition = assessment.edition = edition
    draft.save(update_fields=("edition",))
    return edition


def passages() -> dict[str, writing_passages.Passage]:
    """Every passage of the author's grid as it reads now, by key."""
    return kept("passages", _read_passages)


def _read_passages() -> dict[str, writing_passages.Passage]:
    return {passage.key: passage.frozen() for passage in Passage.objects.all()}


def published_passages() -> dict[str, writing_passages.Passage]:
    """Every passage as readers get it, by key; what a published text freezes. One that was never
    published is as it reads now: it goes out with the first text that uses it.
    """
    rows = Passage.objects.select_related("published")
    return {passage.key: passage.frozen(as_published=True) for passage in rows}


def frozen_passages(*, as_published: bool = False) -> dict[str, dict[str, object]]:
    """The passages of the result page (`result_…`), as an edition keeps them."""
    known = published_passages() if as_published else passages()
    return {
        key: {"axis": passage.axis, "cells": dict(passage.cells)}
        for key, passage in known.items()
        if key.startswith("result_")
    }


def axes() -> dict[str, tuple[str, ...]]:
    """What passages may vary by, with the keys of the drafts as they are now."""
    return {axis: tuple(keys) for axis, keys in named_axes().items()}


def named_axes() -> dict[str, dict[str, str]]:
    """The same, each key with the name the author knows it by."""
    found = {axis: {key: key for key in keys} for axis, keys in AXES.items()}
    drafted = kept("named keys", named_keys)
    return {
        axis: named
        | {key: str(name) for key, name in result.ALWAYS.get(axis, {}).items()}
        | drafted.get(axis, {})
        for axis, named in found.items()
    }


def text_faults(sources: Mapping[str, str]) -> dict[str, list[Fault]]:
    """What stands against texts of the result page, by the names they were given with."""
    words = RESULT.with_axes(**axes()).extended(flags=notice_keys())
    frozen = {key: text for key, text in passages().items() if key.startswith("result_")}
    found = {name: checks.text_faults(text, words, frozen) for name, text in sources.items()}
    return {name: faults for name, faults in found.items() if faults}


def notice_keys() -> list[str]:
    """The notices of the drafts, which texts may ask for as switches."""
    return list(Notice.objects.values_list("key", flat=True).distinct())


def passage_faults(*, key: str, axis: str, cells: Mapping[str, str]) -> list[Fault]:
    """What stands against these texts of a passage, wherever it is used."""
    passage = writing_passages.Passage(key=key, axis=axis, cells=dict(cells))
    return check_passage(passage, LETTER.with_axes(**axes()))


def write_passage(*, passage: Passage, cells: Mapping[str, str], now: datetime) -> None:
    """Change some texts of a passage; an empty one is none."""
    body = passage.body
    texts = {cell: text for cell, text in {**body.texts(), **cells}.items() if text.strip()}
    changed = body.model_copy(update={"cells": [Cell(id=key, text=texts[key]) for key in texts]})
    publishing.save(passage, body=changed, now=now)


def passages_go_out(keys: Iterable[str], *, now: datetime) -> None:
    """A text that uses these passages is published: those never published go out with it."""
    for passage in Passage.objects.filter(key__in=sorted(keys), published=None):
        publishing.freeze(passage, now=now)


def preview(*, assessment: Assessment) -> tuple[list[Fault], list[str]]:
    """What stands against publishing the draft, and else what publishing would change."""
    body = assessment.body() | {"passages": frozen_passages(as_published=True)}
    faults = checks.faults(body)
    edition = assessment.edition
    if faults or edition is None:
        return faults, [str(_("It is the first version."))] if not faults else []
    if edition.body == body:
        return [], []
    done = Attempt.objects.finished().filter(edition__assessment=assessment)
    last = list(done.order_by("-finished_at", "-id").values_list("answers", flat=True)[:LAST])
    new = Definition.from_body(body)
    told = impact.impact(edition.definition, new, earlier=done.count(), last=last)
    return [], told or [str(_("Only texts changed."))]


def spread(*, assessment: Assessment) -> list[tuple[str, int]]:
    """How many of a hundred made-up people the draft gives each profile, by name.

    Empty where the draft has faults or no profiles.
    """
    body = assessment.body()
    names = {row["key"]: str(row["name"]) for row in body.get("profiles", [])}
    try:
        shares = reach.shares(json.dumps(body, sort_keys=True)) if names else ()
    except Refused:
        return []
    return [(names.get(key, str(_("too little to say"))), share) for key, share in shares]
