"""Nobody may send letters in the name of a free mail service."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from practice.free_mail import is_free_mail
from practice.models import Practice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize(
    ("address", "is_free"),
    [
        ("ada@gmail.com", True),
        ("ada@Yahoo.co.uk", True),
        ("ada@gmx.de", True),
        ("ada@live.com.au", True),
        ("ada@live.ada-coaching.com", False),
        ("ada@gmail.ada-coaching.com", False),
        ("ada@example.org", False),
    ],
)
def test_a_free_mail_service_is_told_by_its_domain(address: str, is_free: bool) -> None:
    assert is_free_mail(address) is is_free


def test_the_sender_is_refused_with_the_reason() -> None:
    practice = Practice.objects.the()
    practice.from_email = "ada@gmail.com"

    with pytest.raises(ValidationError, match="DMARC"):
        practice.full_clean()


def test_the_first_run_says_so_beside_the_box(admin_client: Client) -> None:
    page = admin_client.post(reverse("desk:set_up"), {"from_email": "ada@gmail.com"})

    assert "DMARC" in page.text
    assert Practice.objects.the().from_email != "ada@gmail.com"
