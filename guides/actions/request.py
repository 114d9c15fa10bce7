"""What a visitor asks for is written down as typed, and no more: a worker looks the address up.

So the answer to a known address takes the same work as the answer to any other, and no asking
touches a person or another asking.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from assessments import actions as assessments
from assessments.models import Attempt
from contacts.clean_name import readable
from contacts.models import SHARE_RESULT, Contact
from guides.actions import letters
from guides.models import Guide, GuideCopy, GuideRequest, LinkRequest
from mail.actions import LETTERS
from publishing.models import NotPublished


@transaction.atomic
def request_guide(
    *,
    attempt: Attempt,
    email: str,
    first_name: str,
    zone: str,
    paper: str,
    wants_course: bool = False,
    pace: int = 0,
    share: bool = False,
    later: bool = False,
    turn: int = 1,
    now: datetime,
) -> GuideRequest:
    """One asking, with the words beside each ticked box.

    `turn`: how many guides the visitor's network asks for just now (`health.budgets.spent`).
    """
    guide = Guide.objects.published_for(attempt.assessment)
    if guide is None or guide.published is None:
        raise NotPublished(attempt.assessment.slug)
    assessments.unlock(attempt=attempt, now=now)
    return GuideRequest.objects.create(
        attempt=attempt,
        guide=guide,
        revision=guide.published,
        email=email,
        first_name=readable(first_name),
        zone=zone[:64],
        paper=paper,
        boxes=_boxes(guide, wants_course=wants_course, share=share, later=later),
        pace=pace,
        turn=turn,
        asked_at=now,
        due_at=now,
    )


def _boxes(guide: Guide, *, wants_course: bool, share: bool, later: bool) -> dict[str, str]:
    """By purpose, the words beside each box that was ticked: a consent holds what was read."""
    boxes = {}
    if wants_course and guide.letters:
        boxes[guide.letters.purpose] = guide.letters_wording
    if later:
        boxes[LETTERS] = guide.later_wording
    if share:
        boxes[SHARE_RESULT] = guide.sharing_wording
    return boxes


def ask_again(*, request: GuideRequest, now: datetime) -> None:
    """The visitor found no letter: a worker sees whether another may go."""
    # Only one that no worker has before it: moving a due one on would put it off at each press.
    GuideRequest.objects.filter(pk=request.pk, due_at=None).update(due_at=now)


@transaction.atomic
def correct_address(
    *, request: GuideRequest, email: str, turn: int = 1, now: datetime
) -> GuideRequest:
    """The same asking for another address; of the mistyped one, a worker takes back what waits."""
    GuideRequest.objects.filter(pk=request.pk, outcome="").update(
        outcome=GuideRequest.Outcome.CORRECTED, settled_at=now, due_at=now
    )
    return GuideRequest.objects.create(
        attempt=request.attempt,
        guide=request.guide,
        revision=request.revision,
        email=email,
        first_name=request.first_name,
        zone=request.zone,
        paper=request.paper,
        boxes=request.boxes,
        pace=request.pace,
        turn=turn,
        asked_at=now,
        due_at=now,
    )


def request_link(*, email: str, wanted: str = LinkRequest.Wanted.GUIDE, now: datetime) -> None:
    """Somebody wants the link to the guide of an address again, or to its letters, if there are."""
    LinkRequest.objects.create(email=email, wanted=wanted, asked_at=now, due_at=now)


@transaction.atomic
def renew(*, copy: GuideCopy, now: datetime) -> None:
    """A fresh link in place of an expired one, only by letter to the known address."""
    # The contact before its rows, as everywhere. Under the locks the link is renewed once: pressed
    # twice, the second would else make the link of the first letter worthless.
    contact = Contact.objects.select_for_update().get(pk=copy.contact_id)
    row = GuideCopy.objects.select_for_update().get(pk=copy.pk)
    if row.expired(now):
        row.expires_at = now + timedelta(days=settings.GUIDE_LINK_DAYS)
        row.link_number = F("link_number") + 1
        row.save(update_fields=("expires_at", "link_number"))
        row.refresh_from_db()
    letters.want(row, contact, now=now)


@transaction.atomic
def send_again(*, copy: GuideCopy, now: datetime) -> None:
    """Another letter with the link of this guide, at most one a day."""
    contact = Contact.objects.select_for_update().get(pk=copy.contact_id)
    row = GuideCopy.objects.select_for_update().get(pk=copy.pk)
    letters.want(row, contact, now=now)


@transaction.atomic
def change_paper(*, copy: GuideCopy, paper: str, turn: int = 1, now: datetime) -> None:
    """Make the file again for the other paper; nothing is mailed."""
    # Only a finished one: of a copy that a worker has at this moment the state is its claim, and
    # setting it back would throw its work away.
    if paper in GuideCopy.Paper.values:
        GuideCopy.objects.filter(pk=copy.pk, state=GuideCopy.State.READY).exclude(
            paper=paper
        ).update(paper=paper, state=GuideCopy.State.WANTED, next_try_at=now, turn=turn, tries=0)


def remake(*, copy: GuideCopy, now: datetime) -> None:
    """Make a file again that is gone from where it was kept; nothing is mailed."""
    # By the file's name too: one that was made anew meanwhile is left alone.
    if copy.size is None:
        GuideCopy.objects.filter(pk=copy.pk, state=GuideCopy.State.READY, file=copy.file).update(
            state=GuideCopy.State.WANTED, next_try_at=now, tries=0
        )
