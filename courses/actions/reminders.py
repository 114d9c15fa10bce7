"""Those outside the course: one reminder to confirm, and the way back for a change of mind."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import OuterRef, Value
from django.db.models.functions import Concat

from contacts import actions as contacts
from contacts.links import confirm_url
from contacts.models import Consent
from courses import links
from courses.actions.batches import each
from courses.actions.next_lesson import locked, plan_next
from courses.models import Enrollment
from health import budgets
from mail import actions as mail
from mail.models import Message, Purpose
from writing.segments import Facts

UNDO_WITHIN = timedelta(days=7)


def welcome_back(*, now: datetime, limit: int = 500) -> int:
    """Those who stopped by link and took it back on the same page go on where they were."""
    said = Consent.objects.latest_act(contact=OuterRef("contact"), purpose=OuterRef("purpose"))
    back = (
        Enrollment.objects.left_since(now - UNDO_WITHIN)
        .annotate(purpose=Concat(Value("course:"), "course__slug"))
        .annotate(said=said)
    )
    ids = list(back.filter(said=Consent.Act.GIVEN).values_list("pk", flat=True)[:limit])
    return each(ids, _return, now)


def _return(pk: int, now: datetime) -> bool:
    # Under the lock the place may be taken up again already, by the reader's own hand.
    enrollment = locked(pk)
    if enrollment.state != Enrollment.State.LEFT:
        return False
    enrollment.state, enrollment.left_at = Enrollment.State.ACTIVE, None
    enrollment.save(update_fields=("state", "left_at"))
    if enrollment.message_id is None:
        plan_next(enrollment, now=now)
    return True


def remind(*, now: datetime, limit: int = 100) -> int:
    """One reminder to those who asked two days ago and never confirmed; then silence."""
    ids = list(Enrollment.objects.to_remind(now).values_list("pk", flat=True)[:limit])
    return each(ids, _remind, now)


def _remind(pk: int, now: datetime) -> bool:
    rows = Enrollment.objects.to_remind(now).select_related("contact", "consent", "course")
    # Asked once more whether it is due, under its lock: the reader may have confirmed since the
    # list was read, and another worker may have it.
    # With the person, whom the letter asks for: who is being erased is skipped, not waited for.
    locked_rows = rows.select_for_update(skip_locked=True, of=("self", "contact"))
    enrollment = locked_rows.filter(pk=pk).first()
    if enrollment is None:
        return False
    mail.queue(
        key=f"confirm-reminder:{enrollment.uid}",
        letter=mail.system("confirm_reminder", offer=enrollment.course.offer_id),
        offer=enrollment.course.offer_id,
        contact=enrollment.contact,
        purpose=Purpose.REQUESTED,
        facts=Facts(),
        names={},
        values={"confirm_url": confirm_url(enrollment.contact)},
        not_before=budgets.reserve_letter(enrollment.contact.email, now=now),
        now=now,
    )
    enrollment.remind_at = None
    enrollment.save(update_fields=("remind_at",))
    contacts.record(contact=enrollment.contact, kind="confirm_reminder", now=now)
    return True


def offer_return(*, enrollment: Enrollment, now: datetime) -> Message:
    """Mail somebody who stopped the link that starts the letters again; once a day at most."""
    return mail.queue(
        key=f"confirm-only:{enrollment.uid}:{now:%Y-%m-%d}",
        letter=mail.system("confirm_only", offer=enrollment.course.offer_id),
        offer=enrollment.course.offer_id,
        contact=enrollment.contact,
        purpose=Purpose.REQUESTED,
        facts=Facts(),
        names={},
        values={"confirm_url": links.return_url(enrollment)},
        not_before=now,
        now=now,
    )
