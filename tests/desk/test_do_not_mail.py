"""Who must not be mailed: whose address it is, and the question before it may be mailed again."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from contacts import actions
from contacts.models import Contact, Suppression

pytestmark = pytest.mark.slow

LIST = "admin:contacts_suppression_changelist"


def test_list_says_whose_address_it_is_and_asks_before_lifting(
    author: Client, confirmed: Contact, moment: datetime
) -> None:
    for address in (confirmed.email, "gone@example.net"):
        actions.suppress(address=address, reason="bounce", detail="", now=moment)
    page = author.get(reverse(LIST)).text
    chosen = {"action": "allow_again", "_selected_action": [row.pk for row in suppressed()]}

    asked = author.post(reverse(LIST), chosen).text

    assert confirmed.email in page
    assert "gone@example.net" not in page
    assert "not kept" in page
    assert "Allow mail to 2 addresses again?" in asked
    assert confirmed.email in asked
    assert len(suppressed()) == 2
    author.post(reverse(LIST), {**chosen, "sure": "1"})
    assert suppressed() == []


def suppressed() -> list[Suppression]:
    return list(Suppression.objects.standing())
