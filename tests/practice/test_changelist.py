"""Long lists count no further than they must, and find people first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contacts.models import Contact
from practice import changelist
from practice.changelist import LongPaginator
from practice.models import Practice
from practice.once import once

pytestmark = pytest.mark.slow


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(changelist, "MOST", 2)
    return


def test_a_long_list_says_more_than(
    few: None, confirmed: Contact, unconfirmed: Contact, bounced: Contact
) -> None:
    pages = LongPaginator(Contact.objects.order_by("-pk"), 50)

    assert (pages.count, pages.is_more) == (2, True)


def test_a_short_list_is_counted(few: None, confirmed: Contact) -> None:
    pages = LongPaginator(Contact.objects.order_by("-pk"), 50)

    assert (pages.count, pages.is_more) == (1, False)


def test_what_belongs_to_people_is_searched_by_their_address(
    admin_client: Client, confirmed: Contact
) -> None:
    page = admin_client.get("/admin/courses/enrollment/", {"q": "CONFIRMED@example"})

    assert page.status_code == 200


def test_the_practice_is_read_once_while_a_page_is_made(db: None) -> None:
    Practice.objects.the()
    with CaptureQueriesContext(connection) as asked, once():
        Practice.objects.the()
        with once():
            Practice.objects.the()

    assert len(asked) == 1
