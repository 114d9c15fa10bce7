"""Who is asked for what, what is mailed, and what nobody can learn or change by asking."""

from datetime import timedelta
from email import message_from_bytes, policy
from itertools import pairwise

import pytest

from contacts import actions as contacts
from contacts.actions.askings import AFTER_A_FAULT
from contacts.models import Consent, Contact, Suppression
from courses.models import Enrollment
from guides import actions, pdf
from guides.models import GuideCopy, GuideRequest, LinkRequest
from health import heartbeat
from mail import actions as mail
from mail.models import Message
from publishing.models import NotPublished

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def letters(email="robin@example.org"):
    return list(Message.objects.filter(contact__email=email).order_by("pk"))


def test_stranger_becomes_a_contact_with_one_letter_once_made(ask, made, moment):
    copy = ask(wants_course=True)
    assert not letters()

    made()

    (message,) = letters()
    assert message.key == f"guide:{copy.uid}"
    assert message.purpose == "requested"
    assert "guide_url" in message.values
    assert "confirm_url" in message.values
    assert message.facts["flags"] == ["asks"]
    contact = Contact.objects.get()
    assert (contact.first_name, contact.zone, contact.confirmed_at) == ("", "", None)


def test_no_visitor_text_is_in_the_letter(ask, made):
    ask(first_name="Robin Mallory")
    made()

    (message,) = letters()

    assert "Mallory" not in str(message.values)
    assert message.facts["has_name"] is False


def test_boxes_left_empty_leave_no_trace(ask, made):
    ask()
    made()

    assert not Consent.objects.exists()
    assert not Enrollment.objects.exists()
    assert letters()[0].facts["flags"] == []


def test_ticked_boxes_keep_the_exact_words_and_count_for_nothing_yet(ask, guide):
    copy = ask(wants_course=True, share=True, later=True)

    rows = {row.purpose: row for row in Consent.objects.all()}

    assert {row.act for row in rows.values()} == {Consent.Act.ASKED}
    assert rows["course:resistance-reframe"].wording == guide.course.consent_wording
    assert rows["share-result"].wording == guide.sharing_wording
    assert rows["letters"].wording == guide.later_wording
    assert copy.contact.enrollments.get().state == Enrollment.State.WAITING
    assert not GuideCopy.objects.shared().exists()


def test_asking_again_in_the_same_words_is_the_same_copy_and_one_letter(ask, made, moment):
    first = ask()
    made()

    assert ask(now=moment + HOUR) == first

    outcomes = GuideRequest.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["", "repeated"]
    assert len(letters()) == 1


def test_letter_is_sent_again_at_most_daily(ask, made, moment):
    ask()
    made()
    mark_sent(moment)

    for hours in range(1, 24):
        ask(now=moment + hours * HOUR)
        mark_sent(moment + hours * HOUR)

    assert [message.not_before for message in letters()] == [moment, moment + DAY]


def test_many_attempts_bring_an_unconfirmed_address_one_letter_a_day(ask, answered, made, moment):
    for minute in range(12):
        ask(attempt=answered(), now=moment + timedelta(minutes=minute))
    made(moment + HOUR)

    times = sorted(message.not_before for message in letters())

    assert all(later - earlier >= DAY for earlier, later in pairwise(times))
    assert len(times) <= 2


def mark_sent(now):
    Message.objects.filter(state="queued", not_before__lte=now).update(state="sent")


def test_promise_12_variants_of_a_mailbox_share_its_one_letter_a_day(ask, answered, made, moment):
    for email in ("robin@gmail.com", "robin+1@gmail.com", "ro.bin+2@googlemail.com"):
        ask(attempt=answered(), email=email)
    made()

    times = sorted(Message.objects.values_list("not_before", flat=True))

    assert times == [moment, moment + DAY, moment + 2 * DAY]


def test_known_contact_is_left_as_it_was(confirmed, ask, moment):
    before = Contact.objects.filter(pk=confirmed.pk).values().get()

    ask(email="CONFIRMED@example.org", first_name="Stranger", zone="Asia/Tokyo")

    assert Contact.objects.filter(pk=confirmed.pk).values().get() == before
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("reason", [Suppression.Reason.BOUNCE, Suppression.Reason.COMPLAINT])
def test_bounce_or_complaint_is_neither_lifted_nor_mailed(ask, made, moment, reason, monkeypatch):
    monkeypatch.setattr(heartbeat, "name", lambda *_kind: "mail-worker")
    contacts.suppress(address="robin@example.org", reason=reason, detail="", now=moment)

    ask(wants_course=True)
    made()
    mail.send_due(now=moment)

    assert Suppression.objects.standing().exists()
    assert [message.state for message in letters()] == ["skipped"]
    assert GuideCopy.objects.get().state == GuideCopy.State.READY


def corrected(copy, email, now):
    """The visitor wrote the right address on the page after; a worker has seen to it."""
    (asked,) = copy.requests.all()
    actions.correct_address(request=asked, email=email, now=now)
    actions.receive_due(now=now)


def test_corrected_address_takes_back_what_waits_for_the_wrong_one(ask, made, moment):
    wrong = ask(email="robbin@example.org", wants_course=True)
    made()

    corrected(wrong, "robin@example.org", moment + HOUR)
    made(moment + HOUR)

    assert [message.state for message in letters("robbin@example.org")] == ["withdrawn"]
    assert [message.state for message in letters()] == ["queued"]
    assert GuideRequest.objects.latest("pk").first_name == "Robin"
    assert list(Enrollment.objects.values_list("contact__email", flat=True)) == [
        "robin@example.org"
    ]


def test_address_corrected_before_a_worker_saw_it_meets_nobody(attempt, moment):
    given = {"first_name": "", "zone": "", "paper": "a4"}
    asked = actions.request_guide(attempt=attempt, email="slip@example.org", **given, now=moment)
    actions.correct_address(request=asked, email="robin@example.org", now=moment)

    actions.receive_due(now=moment)

    assert [contact.email for contact in Contact.objects.all()] == ["robin@example.org"]
    assert not GuideRequest.objects.filter(email="slip@example.org").exists()


def test_promise_12_a_strangers_correction_leaves_a_readers_own_asking(ask, answered, made, moment):
    stranger = ask(attempt=answered(), wants_course=True)
    own = ask(wants_course=True, now=moment + HOUR)
    made(moment + HOUR)

    corrected(stranger, "elsewhere@example.org", moment + 2 * HOUR)
    made(moment + 2 * HOUR)

    place = own.contact.enrollments.get()
    assert (place.state, bool(place.remind_at)) == (Enrollment.State.WAITING, True)
    waiting = Message.objects.get(contact=own.contact, state="queued")
    assert waiting.key == f"guide:{own.uid}"
    assert waiting.not_before == moment + 2 * HOUR


def test_promise_12_a_later_asking_is_told_by_the_letter_that_waits(ask, answered, made, moment):
    first = ask(wants_course=True)
    made()
    ask(attempt=answered("ally"), now=moment)

    (message,) = letters()

    assert message.key == f"guide:{first.uid}"
    assert message.facts["flags"] == ["asks", "several"]
    assert GuideRequest.objects.open(first.contact, now=moment).count() == 2


def test_result_of_a_gated_assessment_opens_with_the_request(ask, attempt):
    ask()

    attempt.refresh_from_db()

    assert attempt.unlocked_at


def test_nothing_published_is_said_plainly(ask, guide):
    guide.published = None
    guide.save()

    with pytest.raises(NotPublished):
        ask()

    assert not Contact.objects.exists()


def test_fresh_link_replaces_an_expired_one(ask, made, moment):
    copy = ask()
    made()
    mark_sent(moment)
    late = copy.expires_at + HOUR

    actions.renew(copy=copy, now=late)

    copy.refresh_from_db()
    assert copy.link_number == 1
    assert copy.expires_at > late
    assert letters()[-1].not_before == late


def sent(tmp_path, settings, monkeypatch, now):
    """The mail that went out, read back."""
    settings.EMAIL_URL, settings.MAILBOX_DIR = "file://", tmp_path / "mailbox"
    monkeypatch.setattr(heartbeat, "name", lambda *_kind: "mail-worker")
    mail.send_due(now=now)
    (file,) = (tmp_path / "mailbox").glob("*.eml")
    return message_from_bytes(file.read_bytes(), policy=policy.default)


@pytest.mark.parametrize(
    ("attach", "size", "found"), [(True, 99, 1), (True, 1_000_001, 0), (False, 99, 0)]
)
def test_file_travels_with_the_letter_if_the_author_says_so_and_it_is_small(
    ask, made, guide, moment, tmp_path, settings, monkeypatch, attach, size, found
):
    guide.attach = attach
    guide.save()
    monkeypatch.setattr(
        pdf, "pdf", lambda _document, *, paper, pictures: b"%PDF" + b"x" * (size - 4)
    )
    ask()
    made()
    (row,) = letters()
    assert len(str(row.attachment)) < 200

    parts = list(sent(tmp_path, settings, monkeypatch, moment).iter_attachments())

    assert len(parts) == found
    for part in parts:
        assert part.get_content_type() == "application/pdf"
        assert part.get_filename() == "The-Resistance-Reframe.pdf"
        assert part.get_content() == b"%PDF" + b"x" * (size - 4)


def test_letter_goes_without_a_file_that_is_gone(
    ask, made, guide, moment, tmp_path, settings, monkeypatch
):
    guide.attach = True
    guide.save()
    copy = ask()
    made()
    copy.refresh_from_db()
    copy.file.storage.delete(copy.file.name)

    parts = list(sent(tmp_path, settings, monkeypatch, moment).iter_attachments())

    assert parts == []


def test_asking_that_fails_is_tried_again_later_and_holds_nobody_up(attempt, moment, monkeypatch):
    given = {"first_name": "", "zone": "", "paper": "a4", "attempt": attempt, "now": moment}
    bad = actions.request_guide(email="bad@example.org", **given)
    actions.request_guide(email="good@example.org", **given)
    for email in ("bad@example.org", "good@example.org"):
        actions.request_link(email=email, now=moment)
    meet, by_email = contacts.meet, Contact.objects.by_email

    def failing(email):
        if email == "bad@example.org":
            raise ValueError(email)

    def meet_some(*, email, **known):
        failing(email)
        return meet(email=email, **known)

    def by_some(email):
        failing(email)
        return by_email(email)

    monkeypatch.setattr(contacts, "meet", meet_some)
    monkeypatch.setattr(Contact.objects, "by_email", by_some)

    assert actions.receive_due(now=moment) == 2
    assert actions.receive_due(now=moment) == 0

    later = moment + AFTER_A_FAULT
    assert GuideRequest.objects.get(due_at__isnull=False) == bad
    assert LinkRequest.objects.get().due_at == later
    monkeypatch.undo()
    assert actions.receive_due(now=later) == 2
    assert not LinkRequest.objects.exists()
