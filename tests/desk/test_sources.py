"""The table of where people came from: how far, by offer, piece and source, by either touch."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from assessments import actions as assessments
from assessments.models import Assessment
from consultations.models import Booking
from contacts.models import Contact
from desk.actions.sources import STEPS, SourceQuery, source_rows, titles
from guides.models import GuideCopy
from offers import actions as offers
from offers.models import Offer, Source
from tests.askings import asked, say_yes
from tests.desk.conftest import book
from tests.offers import an_offer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LETTER = Source(utm_source="letter", piece="popup").sealed()
ROBIN = {
    "email": "robin@example.net",
    "first_name": "Robin",
    "zone": "Europe/Berlin",
    "paper": "a4",
    "wants_course": False,
    "share": False,
}
SITE = Source(referrer="psy.com").sealed()


@pytest.fixture
def reader(house: None, moment: datetime) -> Contact:
    """Looked and started by a letter, came again by a site, then went all the way."""
    offer = Offer.objects.get(is_home=True)
    assessment = Assessment.objects.get(slug="resistance-reframe")
    before = moment - timedelta(days=2)
    for source in (LETTER, LETTER, SITE):
        offers.count_look(offer=offer, source=source, now=before)
    first = assessments.start(assessment=assessment, source=LETTER, now=before)
    again = assessments.start(assessment=assessment, source=SITE, previous=first, now=before)
    attempt = assessments.finish(attempt=again, now=before)
    copy = asked(attempt=attempt, **ROBIN, now=before)
    GuideCopy.objects.filter(pk=copy.pk).update(state=GuideCopy.State.READY)
    say_yes(copy, now=before)
    book(moment - timedelta(days=1))
    Booking.objects.update(state=Booking.State.DONE, starts_at=moment - timedelta(hours=2))
    return Contact.objects.get(email="robin@example.net")


def table(moment: datetime, **asked: object) -> dict[str, tuple[int, ...]]:
    return dict(source_rows(SourceQuery(**asked), now=moment))  # type: ignore[arg-type]


def test_each_step_counts_by_the_last_touch_or_by_the_first(
    reader: Contact, moment: datetime
) -> None:
    assert list(titles()) == ["looked", *(step.key for step in STEPS)]
    assert table(moment) == {"psy.com": (1, 1, 1, 1, 1, 1, 1), "letter": (2, 1, 0, 0, 0, 0, 0)}
    assert table(moment, touch="first") == {
        "letter": (2, 2, 1, 1, 1, 1, 1),
        "psy.com": (1, 0, 0, 0, 0, 0, 0),
    }


def test_table_is_read_by_piece_by_offer_and_by_time(reader: Contact, moment: datetime) -> None:
    home, other = Offer.objects.get(is_home=True), an_offer("other", is_home=False)

    by_piece = table(moment, by="piece", touch="first")
    assert by_piece["the popup"] == (2, 2, 1, 1, 1, 1, 1)
    assert table(moment, piece="popup", touch="first").keys() == {"letter"}
    assert table(moment, offer=home.pk) == table(moment)
    assert table(moment, offer=other.pk) == {}
    assert table(moment + timedelta(days=60)) == {}


def test_page_and_file_show_the_table_that_the_address_asks(
    author: Client, reader: Contact
) -> None:
    page = author.get(f"/admin/sources/?{urlencode({'touch': 'first', 'piece': 'popup'})}").text
    file = author.get("/admin/sources.csv?touch=first").content.decode("utf-8-sig")

    assert '<th scope="row">letter</th><td>2</td><td>2</td>' in page
    assert "psy.com" not in page
    assert file.splitlines()[1] == "letter,2,2,1,1,1,1,1"


def test_odd_choices_show_the_whole_table(author: Client, reader: Contact) -> None:
    page = author.get("/admin/sources/?offer=%00&piece=x&days=9999999&touch=second")

    assert page.status_code == 200
    assert '<th scope="row">letter</th>' in page.text


def test_source_of_a_spreadsheets_formula_stays_text(author: Client, moment: datetime) -> None:
    offers.count_look(offer=None, source=Source(utm_source="=1+1").sealed(), now=moment)

    assert "\n'=1+1,1" in author.get("/admin/sources.csv").content.decode().replace("\r", "")


def test_persons_page_says_what_brought_them_first_and_last(
    author: Client, reader: Contact
) -> None:
    page = author.get(f"/admin/contacts/contact/{reader.pk}/change/").text

    assert "<strong>letter, by the popup</strong>" in page
    assert "<strong>psy.com, by your own page</strong>" in page
