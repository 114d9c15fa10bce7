"""Who is asked for what, what is mailed, and what nobody can learn or change by asking."""

from datetime import timedelta
from email import message_from_bytes, policy
from itertools import pairwise

import pytest

from contacts import actions as contacts
from contacts.models import Consent, Contact, Suppression
from courses import actions as courses
from courses.models import Enrollment
from guides import actions, pdf
from guides.models import GuideCopy
from mail import actions as mail
from mail.models import Message
from pulse import worker

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
    assert message.facts["flags"] == ["asks_course"]
    contact = Contact.objects.get()
    assert (contact.first_name, contact.confirmed_at) == ("Robin", None)


def test_no_visitor_text_is_in_the_letter(ask, made):
    ask(first_name="Robin http://evil.example")
    made()

    (message,) = letters()

    assert "evil" not in str(message.values)
    assert message.facts["has_name"] is False


def test_boxes_left_empty_leave_no_trace(ask, made):
    ask()
    made()

    assert not Consent.objects.exists()
    assert not Enrollment.objects.exists()
    assert "confirm_url" not in letters()[0].values


def test_ticked_boxes_keep_the_exact_words_and_count_for_nothing_yet(ask, guide):
    copy = ask(wants_course=True, share=True)

    rows = {row.purpose: row for row in Consent.objects.all()}

    assert {row.act for row in rows.values()} == {Consent.Act.ASKED}
    assert rows["course:resistance-reframe"].wording == guide.course.consent_wording
    assert rows["share-result"].wording == guide.sharing_wording
    assert copy.enrollment.state == Enrollment.State.WAITING
    assert actions.settle_sharing(now=copy.requested_at) == 0


def test_sharing_counts_once_the_person_confirms(ask, moment):
    copy = ask(wants_course=True, share=True)
    courses.confirm(enrollment=copy.enrollment, now=moment + HOUR)

    assert actions.settle_sharing(now=moment + HOUR) == 1
    assert actions.settle_sharing(now=moment + HOUR) == 0

    assert Consent.objects.stands(copy.contact, "share-result")
    assert GuideCopy.objects.shared().get() == copy


def test_second_request_is_the_same_copy_and_no_second_letter(ask, made, moment):
    first = ask()
    made()

    second = ask(first_name="Other", now=moment + HOUR)

    assert second == first
    assert GuideCopy.objects.get().first_name == "Robin"
    assert len(letters()) == 1 or letters()[1].not_before == moment + DAY


def test_letter_is_sent_again_at_most_daily(ask, made, moment):
    ask()
    made()
    mark_sent()

    for hours in range(1, 24):
        ask(now=moment + hours * HOUR)
        mark_sent()

    assert [message.not_before for message in letters()] == [moment, moment + DAY]


def test_many_attempts_bring_an_unconfirmed_address_one_letter_a_day(ask, answered, made, moment):
    for minute in range(12):
        ask(attempt=answered(), now=moment + timedelta(minutes=minute))
    made(moment + HOUR)

    times = sorted(message.not_before for message in letters())

    assert all(later - earlier >= DAY for earlier, later in pairwise(times))
    assert len(times) <= 2


def mark_sent():
    Message.objects.filter(state="queued").update(state="sent")


def test_known_contact_is_left_as_it_was(confirmed, ask, moment):
    before = Contact.objects.filter(pk=confirmed.pk).values().get()

    ask(email="CONFIRMED@example.org", first_name="Stranger", zone="Asia/Tokyo")

    assert Contact.objects.filter(pk=confirmed.pk).values().get() == before
    assert Contact.objects.count() == 1


def test_somebody_who_left_comes_back_only_by_the_confirm_link(unsubscribed, ask, moment):
    purpose = "course:resistance-reframe"
    copy = ask(email=unsubscribed.email, wants_course=True)
    assert not Consent.objects.stands(unsubscribed, purpose)

    courses.confirm(enrollment=copy.enrollment, now=moment + HOUR)

    assert Consent.objects.stands(unsubscribed, purpose)


@pytest.mark.parametrize("reason", [Suppression.Reason.BOUNCE, Suppression.Reason.COMPLAINT])
def test_bounce_or_complaint_is_neither_lifted_nor_mailed(ask, made, moment, reason, monkeypatch):
    monkeypatch.setattr(worker, "name", lambda *_kind: "mail-worker")
    contacts.suppress(address="robin@example.org", reason=reason, detail="", now=moment)

    ask(wants_course=True)
    made()
    mail.send_due(now=moment)

    assert Suppression.objects.standing().exists()
    assert [message.state for message in letters()] == ["skipped"]
    assert GuideCopy.objects.get().state == GuideCopy.State.READY


def test_corrected_address_takes_back_what_waits_for_the_wrong_one(ask, made, moment):
    wrong = ask(email="robbin@example.org", wants_course=True)
    made()

    right = actions.correct_address(
        copy=wrong, email="robin@example.org", wants_course=True, share=False, now=moment + HOUR
    )
    made(moment + HOUR)

    assert [message.state for message in letters("robbin@example.org")] == ["withdrawn"]
    assert [message.state for message in letters()] == ["queued"]
    assert right.first_name == "Robin"
    wrong.enrollment.refresh_from_db()
    assert wrong.enrollment.state == Enrollment.State.LEFT


def test_result_of_a_gated_assessment_opens_with_the_request(ask, attempt):
    ask()

    attempt.refresh_from_db()

    assert attempt.unlocked_at


def test_nothing_published_is_said_plainly(ask, guide):
    guide.edition = None
    guide.save()

    with pytest.raises(actions.NotPublished):
        ask()

    assert not Contact.objects.exists()


def test_fresh_link_replaces_an_expired_one(ask, made, moment):
    copy = ask()
    made()
    mark_sent()
    late = copy.expires_at + HOUR

    actions.renew(copy=copy, now=late)

    copy.refresh_from_db()
    assert copy.link_number == 1
    assert copy.expires_at > late
    assert letters()[-1].not_before == late


def sent(tmp_path, settings, monkeypatch, now):
    """The mail that went out, read back."""
    settings.EMAIL_URL, settings.MAILBOX_DIR = "file://", tmp_path / "mailbox"
    monkeypatch.setattr(worker, "name", lambda *_kind: "mail-worker")
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
