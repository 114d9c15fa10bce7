"""After the practice changed: every published text that carries its earlier words, and all of
them published again at once. The author's own words stay as they were published.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.models import Lesson
from guides.models import Guide, GuideEdition
from mail import actions as mail
from practice.models import Practice, constants


@dataclass(frozen=True)
class Stale:
    """One published text that carries the practice's earlier words."""

    kind: str
    name: str


def stale() -> list[Stale]:
    """Every published text that says of the practice what it no longer says itself."""
    return [
        *(Stale(_("letter"), str(draft)) for draft in mail.outdated()),
        *(Stale(_("lesson"), str(lesson)) for lesson in _lessons()),
        *(Stale(_("guide"), str(guide)) for guide in _guides()),
    ]


@transaction.atomic
def renew(*, now: datetime) -> int:
    """Publish all of them again; how many. What is already in the queue goes as it is."""
    count = mail.publish_again(now=now)
    for lesson in list(_lessons()):
        letter = mail.renewed(letter=lesson.letter, now=now)  # type: ignore[arg-type]  # _lessons
        count += Lesson.objects.filter(pk=lesson.pk).update(letter=letter)
    for guide in list(_guides()):
        _renew_guide(guide, now)
        count += 1
    return count


def _lessons() -> Iterator[Lesson]:
    rows = Lesson.objects.exclude(letter=None).select_related("letter", "course")
    return (lesson for lesson in rows if lesson.letter and mail.is_outdated(lesson.letter))


def _guides() -> Iterator[Guide]:
    today = _practice()
    rows = Guide.objects.exclude(edition=None).select_related("edition")
    return (guide for guide in rows if guide.edition and _differs(guide.edition.body, today))


def _differs(body: dict[str, Any], today: dict[str, Any]) -> bool:
    return any(body.get(name) != value for name, value in today.items())


def _practice() -> dict[str, Any]:
    return {"constants": constants(), "accent": Practice.objects.the().accent}


def _renew_guide(guide: Guide, now: datetime) -> None:
    last = guide.editions.aggregate(last=Max("number"))["last"] or 0
    body = guide.edition.body | _practice()  # type: ignore[union-attr]  # _guides
    edition = GuideEdition.objects.create(guide=guide, number=last + 1, body=body, published_at=now)
    Guide.objects.filter(pk=guide.pk).update(edition=edition)
