"""Contacts are met, asked, confirmed, unsubscribed, suppressed and forgotten by fixed rules."""

from datetime import datetime, timedelta

import pytest

from contacts import actions
from contacts.models import Consent, Contact, Suppression, address_hash

COURSE = "course:resistance-reframe"
pytestmark = pytest.mark.django_db


def met(email: str, moment: datetime, **fields: str) -> Contact:
    values = {"first_name": "", "zone": ""} | fields
    return actions.meet(email=email, now=moment, **values)[0]


def test_known_address_in_another_case_is_the_same_unchanged_contact(moment: datetime) -> None:
    first = met("Robin@Example.org", moment, first_name="Robin")

    again, created = actions.meet(
        email="robin@example.ORG", first_name="Mallory", zone="Asia/Tokyo", now=moment
    )

    again.refresh_from_db()
    assert (again.pk, created, again.first_name, again.zone) == (first.pk, False, "Robin", "")


def test_asked_consent_counts_for_nothing_until_confirmed(moment: datetime) -> None:
    contact = met("a@example.org", moment)
    asked = actions.ask(contact=contact, purpose=COURSE, wording="Eight letters.", now=moment)
    assert not Consent.objects.stands(contact, COURSE)

    actions.confirm(consent=asked, first_name="Ada", zone="Europe/Berlin", now=moment)

    contact.refresh_from_db()
    assert Consent.objects.stands(contact, COURSE)
    assert (contact.first_name, contact.zone, contact.confirmed_at) == (
        "Ada",
        "Europe/Berlin",
        moment,
    )
    assert contact.consents.last().wording == "Eight letters."


def test_second_confirmation_changes_nothing(moment: datetime) -> None:
    contact = met("a@example.org", moment)
    asked = actions.ask(contact=contact, purpose=COURSE, wording="Eight letters.", now=moment)
    actions.confirm(consent=asked, first_name="", zone="", now=moment)

    actions.confirm(consent=asked, first_name="", zone="", now=moment + timedelta(days=1))

    contact.refresh_from_db()
    assert contact.confirmed_at == moment
    assert contact.consents.filter(act=Consent.Act.GIVEN).count() == 1


def test_unsubscribe_is_idempotent_and_leaves_other_purposes(
    confirmed: Contact, moment: datetime
) -> None:
    actions.give(contact=confirmed, purpose="letters", wording="News.", now=moment)

    assert actions.unsubscribe(contact=confirmed, purpose=COURSE, now=moment) == [COURSE]
    assert actions.unsubscribe(contact=confirmed, purpose=COURSE, now=moment) == []

    assert not Consent.objects.stands(confirmed, COURSE)
    assert Consent.objects.stands(confirmed, "letters")


def test_unsubscribe_from_everything_stops_every_purpose(
    confirmed: Contact, moment: datetime
) -> None:
    actions.give(contact=confirmed, purpose="letters", wording="News.", now=moment)

    stopped = actions.unsubscribe(contact=confirmed, purpose=actions.EVERYTHING, now=moment)

    assert stopped == [COURSE, "letters", actions.REMINDERS]
    assert actions.standing_purposes(confirmed) == []
    assert actions.unsubscribe(contact=confirmed, purpose=actions.EVERYTHING, now=moment) == []


def test_undoing_stop_everything_brings_back_what_that_stop_took(
    confirmed: Contact, moment: datetime
) -> None:
    actions.give(contact=confirmed, purpose="letters", wording="News.", now=moment)
    actions.withdraw(contact=confirmed, purpose="letters", wording="No.", now=moment)
    later = moment + timedelta(hours=1)
    actions.unsubscribe(contact=confirmed, purpose=actions.EVERYTHING, now=later)

    assert actions.resubscribe(contact=confirmed, purpose=actions.EVERYTHING, now=later)

    assert actions.standing_purposes(confirmed) == [COURSE, actions.REMINDERS]


def test_undo_restores_only_what_was_once_agreed_to(
    unsubscribed: Contact, moment: datetime
) -> None:
    assert actions.resubscribe(contact=unsubscribed, purpose=COURSE, now=moment)
    assert not actions.resubscribe(contact=unsubscribed, purpose="letters", now=moment)

    assert actions.standing_purposes(unsubscribed) == [COURSE]


def test_confirming_lifts_a_stop_but_never_a_bounce(moment: datetime) -> None:
    for email, reason in (("s@example.org", "stopped"), ("b@example.org", "bounce")):
        contact = met(email, moment)
        actions.suppress(address=email, reason=reason, detail="", now=moment)
        asked = actions.ask(contact=contact, purpose=COURSE, wording="w", now=moment)
        actions.confirm(consent=asked, first_name="", zone="", now=moment)

    standing = Suppression.objects.standing().values_list("reason", flat=True)
    assert list(standing) == ["bounce"]


def test_suppression_stands_again_after_it_was_lifted(bounced: Contact, moment: datetime) -> None:
    row = Suppression.objects.get()
    actions.lift(suppression=row, now=moment)
    assert not Suppression.objects.covers(bounced)

    actions.suppress(address="BOUNCED@example.org", reason="complaint", detail="", now=moment)

    assert Suppression.objects.covers(bounced)
    assert Suppression.objects.get().reason == "complaint"


def test_suppression_holds_no_address(bounced: Contact) -> None:
    row = Suppression.objects.get()

    assert row.address_hash == address_hash("bounced@EXAMPLE.org")
    assert "bounced" not in f"{row.address_hash}{row.detail}"
