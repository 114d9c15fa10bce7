"""A one-off letter belongs to one offer, with its people and its language, or to all."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

import assessments.actions as assessments
from assessments.models import Passage
from assessments.schema import Cell, PassageBody
from contacts import actions as contacts
from contacts.models import SHARE_RESULT, Contact
from mail import actions as mail
from mail.actions.broadcasts import agreed, people
from mail.models import Message
from offers.models import Offer
from publishing import actions as publishing
from tests import letters
from tests.askings import asked
from tests.conftest import person
from tests.courses.conftest import run_to_end
from tests.desk.conftest import author
from tests.documents import reword
from tests.offers import HOME
from tests.offers.test_two_offers import TWO, both, reader_of_both
from writing.passages import EVERYONE

__all__ = ["author", "both"]  # pytest finds the fixtures by them

pytestmark = pytest.mark.slow


def agrees(contact: Contact, now: datetime) -> Contact:
    mail.set_letters(contact=contact, agrees=True, wording="Now and then.", now=now)
    return contact


def test_letter_of_an_offer_goes_to_those_who_came_by_it_in_its_language(
    both: Offer, moment: datetime
) -> None:
    reader_of_both(moment)
    kim = agrees(Contact.objects.get(), moment)
    agrees(person("else@example.org", confirmed_at=moment), moment)
    Offer.objects.filter(pk=both.pk).update(language="de")
    letter = letters.broadcast(now=moment, send_on=moment.date(), subject="Hallo", text="Guten Tag")
    letter.offer = Offer.objects.get(pk=both.pk)
    letter.save()

    reach = mail.reach(broadcast=letter, now=moment)
    mail.schedule(broadcast=letter, now=moment)
    mail.queue_broadcasts(now=moment)

    assert [contact.email for contact in reach.people] == [kim.email]
    assert [(one.reason, one.count) for one in mail.left_out(reach)] == [("elsewhere", 1)]
    (message,) = Message.objects.filter(key__startswith=letter.key_start)
    assert (message.contact, message.offer) == (kim, both)
    assert 'lang="de"' in mail.as_read(message).html


def test_letter_of_no_offer_goes_to_all(both: Offer, moment: datetime) -> None:
    reader_of_both(moment)
    for contact in (Contact.objects.get(), person("else@example.org", confirmed_at=moment)):
        agrees(contact, moment)
    letter = letters.broadcast(now=moment, send_on=moment.date(), subject="Hi", text="All of you")

    assert mail.reach(broadcast=letter, now=moment).count == 2


def test_who_only_was_entered_by_somebody_else_did_not_come_by_an_offer(
    both: Offer, moment: datetime
) -> None:
    agrees(person("kim@example.net", confirmed_at=moment), moment)
    attempt = assessments.start(assessment=both.assessment, now=moment)
    sheet = assessments.sample_people(both.assessment.definition)[0]
    assessments.answer(attempt=attempt, answers=sheet.answers, now=moment)
    asked(
        attempt=assessments.finish(attempt=attempt, now=moment),
        email="kim@example.net",
        first_name="",
        zone="UTC",
        paper="a4",
        wants_course=True,
        share=False,
        now=moment,
    )

    assert list(agreed()) == [Contact.objects.get()]
    assert list(agreed(both.pk)) == []


def test_rule_of_an_offers_letter_asks_what_was_answered_there(
    both: Offer, moment: datetime
) -> None:
    reader_of_both(moment)
    kim = agrees(Contact.objects.get(), moment)
    contacts.give(contact=kim, purpose=SHARE_RESULT, wording="Yes.", now=moment)
    run_to_end(moment)
    profiles = {
        offer.pk: [
            facts.as_json().get("profile") for _who, facts, _names in people("", offer=offer.pk)
        ]
        for offer in Offer.objects.filter(slug__in=TWO)
    }

    home = Offer.objects.get(slug=HOME.name)
    assert profiles == {both.pk: ["emptied"], home.pk: ["ally"]}


def test_author_chooses_letters_and_mails_of_an_offer(
    author: Client, both: Offer, moment: datetime
) -> None:
    reader_of_both(moment)
    run_to_end(moment)
    for name, offer in (("Theirs", both), ("For all", None)):
        letter = letters.broadcast(now=moment, send_on=moment.date(), name=name, subject="S")
        letter.offer = offer
        letter.save()

    listed = author.get(f"/admin/mail/broadcast/?offer__id__exact={both.pk}").text
    mails = author.get(f"/admin/mail/message/?offer__id__exact={both.pk}").context["cl"].queryset

    assert "Theirs" in listed
    assert "For all" not in listed
    assert {message.offer_id for message in mails} == {both.pk}
    assert Message.objects.exclude(offer=both).exists()


ENGLISH = (
    "This is for all of you who have been here before: there are more of these evenings than you "
    "would think, and they do not have to be long."
)


def test_letter_for_all_is_told_whose_readers_speak_another_language(
    both: Offer, moment: datetime
) -> None:
    reader_of_both(moment)
    agrees(Contact.objects.get(), moment)
    Offer.objects.filter(pk=both.pk).update(language="de")
    letter = letters.broadcast(now=moment, send_on=moment.date(), subject="Hi", text=ENGLISH)

    (warning,) = publishing.warnings(letter)

    assert warning.place == "text"
    assert warning.message == (
        f"This reads like English. Readers of “{both}” (Deutsch) get it too."
    )
    mail.set_letters(contact=Contact.objects.get(), agrees=False, wording="No.", now=moment)
    assert publishing.warnings(letter) == []


def test_passage_for_all_is_told_of_offers_that_use_it_and_speak_another_language(
    both: Offer, moment: datetime
) -> None:
    body = PassageBody(title="Evenings", cells=[Cell(id=EVERYONE, text=ENGLISH)])
    passage = publishing.create(Passage(key="evenings"), body=body, now=moment)
    Offer.objects.filter(pk=both.pk).update(language="de")
    assert publishing.warnings(passage) == []

    reword(both.courses.first().lessons.first(), text="{{ passage.evenings }}")

    assert [
        (one.place, f"“{both}” (Deutsch)" in one.message) for one in publishing.warnings(passage)
    ] == [(f"cells/{EVERYONE}/text", True)]
    publishing.copy(passage, key="evenings", offer=both, now=moment)
    assert publishing.warnings(passage) == []
