"""Every change in this app: an attempt started, answered, finished, deleted; passages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Set
from datetime import datetime
from functools import reduce
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from assessments import checks, files, impact, scoring, segments, simulation
from assessments.definition import Definition
from assessments.models import Assessment, Attempt, Passage
from assessments.question_types.base import Answer
from assessments.samples import Sample, ScoredSample, people_for, scored_sample, scored_samples
from assessments.schema import AssessmentBody
from health import deletion
from offers import actions as sources
from offers import files as offers
from offers.models import Source
from practice.once import cached
from publishing.models import NotPublished
from writing import liquid_check
from writing import passages as writing_passages
from writing.errors import Refused
from writing.segments import NOBODY, Axes

ANOTHER = "another"
"""What the button of those sends who answer once more, about another person."""
LAST = 100
"""So many of the newest people are scored again to see what a draft would change."""


def start(
    *,
    assessment: Assessment,
    source: Source | None = None,
    previous: Attempt | None = None,
    for_another: bool = False,
    now: datetime,
) -> Attempt:
    """Begin an attempt; of a `previous` one, unless it is `for_another`, the first source stays."""
    if assessment.published is None:
        raise NotPublished(assessment.slug)
    came_by = source and sources.keep_source(source, now=now)
    return Attempt.objects.create(
        assessment=assessment,
        revision=assessment.published,
        source=came_by,
        first_source=(previous.first_source if previous and not for_another else None) or came_by,
        previous=previous,
        for_another=for_another,
        started_at=now,
        saved_at=now,
    )


@transaction.atomic
def answer(
    *,
    attempt: Attempt,
    answers: Mapping[str, Answer],
    taken_back: Set[str] = frozenset(),
    page: int = 0,
    now: datetime,
) -> Attempt:
    """Save answers beside those given before, less those `taken_back`; after the end, nothing."""
    row = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if row.finished_at is None:
        # Joined under the lock: of two tabs, neither takes back what the other saved.
        joined = {**row.answers, **answers}
        row.answers = {key: value for key, value in joined.items() if key not in taken_back}
        # Never back: what a slow tab sends late would else lead through the sheet again.
        row.page = max(row.page, page)
        row.saved_at = now
        row.save(update_fields=("answers", "page", "saved_at"))
    return row


@transaction.atomic
def finish(*, attempt: Attempt, now: datetime) -> Attempt:
    """Score the answers on the attempt's own version, once; the second call changes nothing."""
    row = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if row.finished_at is None:
        # On the version it was begun with: what the visitor was asked is what is scored.
        row.result = scoring.score(row.definition, row.answers).as_json()
        row.finished_at = row.saved_at = now
        row.save(update_fields=("result", "finished_at", "saved_at"))
    return row


def look_again(*, attempt: Attempt, now: datetime) -> Attempt:
    """A second look at a finished attempt: its answers, open to change, on the same version.

    The finished one stays, since a guide may speak of it.
    """
    # On the same revision: its answers may fit no question of a newer one.
    return Attempt.objects.create(
        assessment=attempt.assessment,
        revision=attempt.revision,
        answers=attempt.answers,
        source=attempt.source,
        first_source=attempt.first_source,
        previous=attempt.previous,
        for_another=attempt.for_another,
        started_at=now,
        saved_at=now,
    )


def note_first_source(*, attempt: Attempt, source: Source | None) -> None:
    """Whoever answered was here before: what brought them then is where they first came from."""
    Attempt.objects.filter(pk=attempt.pk).update(first_source=source or attempt.first_source)


def unlock(*, attempt: Attempt, now: datetime) -> None:
    """Show the result of a gated assessment: the guide was asked for. Safe to repeat."""
    # One statement: of two requests at once the first moment stands.
    Attempt.objects.filter(pk=attempt.pk, unlocked_at=None).update(unlocked_at=now)


def delete(attempt: Attempt) -> None:
    """Delete answers, their result and guides made of them, as whoever holds the key wishes."""
    deletion.delete(Attempt.objects.filter(pk=attempt.pk))


def forget_unfinished(*, before: datetime, limit: int = 500) -> int:
    """Delete attempts never finished and not touched since `before`; at most `limit` of them."""
    old = Attempt.objects.unfinished_since(before).order_by("saved_at")
    ids = list(old.values_list("pk", flat=True)[:limit])
    # Asked once more: somebody may have finished since the list was read.
    return deletion.delete(Attempt.objects.filter(pk__in=ids, finished_at=None))


def passages(offer: int | None) -> dict[str, writing_passages.PassageText]:
    """Every passage that texts of the offer of this id may use, as it reads now, by key; None: of a
    text of no offer, those for all.
    """
    rows = cached("passages", lambda: list(Passage.objects.all()))
    own = [row for row in rows if row.offer_id in (None, offer)]
    own.sort(key=lambda row: row.offer_id is not None)  # its own stand before those for all
    return {row.key: row.frozen() for row in own}


def published_passages(offer: int | None) -> dict[str, writing_passages.PassageText]:
    """The same as readers get them; what a published text freezes. One that was never published is
    as it reads now: it goes out with the first text that uses it.
    """
    rows = Passage.objects.of(offer).select_related("published")
    return {passage.key: passage.frozen(as_published=True) for passage in rows}


def frozen_passages(offer: int | None, used: Set[str]) -> dict[str, dict[str, Any]]:
    """The passages that its result page uses (`result_…`), as a published assessment keeps them;
    what other offers say there is none of its business.
    """
    passages = published_passages(offer)
    shown = (key for key in sorted(used & passages.keys()) if key.startswith("result_"))
    return writing_passages.as_frozen(passages[key] for key in shown)


def passages_used(body: AssessmentBody) -> frozenset[str]:
    """The keys of the passages that the texts of a result ask for."""
    if body.only_asks:
        return frozenset()
    texts = [text for _place, text in checks.result_texts(body) if liquid_check.readable(text)]
    return frozenset().union(*(liquid_check.uses(text).passages for text in texts))


def frozen_with(assessment: Assessment, body: AssessmentBody) -> dict[str, Any]:
    """What is frozen beside a body of an assessment when it is published."""
    return {
        "slug": assessment.slug,
        "language": assessment.language,
        "passages": frozen_passages(assessment.offer_id, passages_used(body)),
    }


def axes(offer: int | None = None) -> Axes:
    """What passages of the offer of this id may vary by, as its draft declares it now; of a passage
    for all, what any draft declares.
    """
    return cached(
        f"axes of {offer}",
        lambda: _joined(segments.axes(files.plain(body)) for body in drafted(offer)),
    )


def drafted(offer: int | None) -> list[AssessmentBody]:
    """What the drafts of an offer say; None: of all."""
    return [draft.body for draft in drafts() if offer in (None, draft.offer_id)]


def published_axes(offer: int | None = None) -> Axes:
    """What may be known of the readers of an offer, or of whichever they met; before its assessment
    is published, what the draft declares.
    """
    taken = Assessment.objects.taken()
    if offer is not None:
        taken = taken.filter(offer=offer)
    declared = [assessment.definition.axes for assessment in taken]
    return _joined(declared) if declared else axes(offer)


def _joined(declared: Iterable[Axes]) -> Axes:
    return reduce(Axes.joined, declared, NOBODY)


def published(offer: int | None = None) -> Definition:
    """The published assessment of the offer of this id, else of home; without one (or without a
    database), the starter's.
    """
    return cached(f"published assessment of {offer}", lambda: _published(offer))


def _published(offer: int | None) -> Definition:
    try:
        taken = list(Assessment.objects.taken())
    except DatabaseError:
        taken = []
    own = [assessment for assessment in taken if offer in (None, assessment.offer_id)]
    if own:
        return own[0].definition
    return Definition.from_body(files.read_body(offers.home(settings.CONTENT_DIR)))


def sample_readers(
    definition: Definition, *, flags: frozenset[str] = frozenset()
) -> list[ScoredSample]:
    """The sample people for whom a text is shown, as an assessment scores them; `flags` are facts
    that an app adds for its own texts.
    """
    return scored_samples(definition, offers.folders(settings.CONTENT_DIR), flags=flags)


def sample_reader(definition: Definition, key: str) -> ScoredSample | None:
    """The one of them with this key, else the first; the others are not scored for it."""
    return scored_sample(definition, offers.folders(settings.CONTENT_DIR), key)


def sample_people(definition: Definition) -> list[Sample]:
    """The same people as they answered."""
    return people_for(definition, offers.folders(settings.CONTENT_DIR))


def unsaved_passages(
    instead: Mapping[str, Any], offer: int | None
) -> dict[str, writing_passages.PassageText]:
    """The passages as drafted, some of them in words that are not saved yet (by "passage:KEY")."""
    unsaved = {
        name.removeprefix("passage:"): body
        for name, body in instead.items()
        if name.startswith("passage:")
    }
    return passages(offer) | {
        key: writing_passages.PassageText(key, body.axis, body.texts())
        for key, body in unsaved.items()
    }


def drafts() -> list[Assessment]:
    """Every assessment with a result, read once for a page that only looks."""
    return cached("assessments", lambda: list(Assessment.objects.with_result()))


def changes(*, assessment: Assessment, body: AssessmentBody) -> list[str]:
    """What publishing a body that passes its checks would change, in sentences."""
    if assessment.published is None:
        return [str(_("It is the first version."))]
    beside = frozen_with(assessment, body)
    new, old = Definition.from_body(files.plain(body, **beside)), assessment.definition
    if new.body == old.body:
        return []
    done = Attempt.objects.finished().filter(assessment=assessment)
    last = list(done.order_by("-finished_at", "-id").values_list("answers", flat=True)[:LAST])
    sentences = impact.impact(old, new, earlier=done.count(), last=last)
    return sentences or [str(_("Only texts changed."))]


def shares(body: AssessmentBody) -> tuple[simulation.Share, ...]:
    """How made-up people come out by a body; empty where it has faults."""
    try:
        return simulation.shares(json.dumps(files.plain(body), sort_keys=True))
    except Refused:
        return ()


def spread(body: AssessmentBody) -> list[tuple[str, int]]:
    """How many of a hundred made-up people a body gives each profile, or each reading where there
    are no profiles, by name.
    """
    names = {row.key: row.name for row in body.profiles or body.readings}
    return [
        (names.get(share.key, str(_("too little to say"))), share.got) for share in shares(body)
    ]
