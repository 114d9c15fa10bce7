"""She makes a sign-up form from the offer's page, in the editor of every text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from contacts.models import ContactField
from health.models import Counter
from landing.models import SignUpForm
from offers.models import Offer
from publishing.forms import box
from publishing.items import ADD_SORT
from tests.offers import an_offer
from tests.previews import shown

pytestmark = pytest.mark.slow

ADD = "admin:landing_signupform_add"


@pytest.fixture(autouse=True)
def stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def offer(db: None) -> Offer:
    return an_offer("burnout", name="Burnout check", is_home=True)


def page(form: SignUpForm) -> str:
    return reverse("admin:landing_signupform_change", args=[form.pk])


def begun(author: Client, offer: Offer, **also: object) -> SignUpForm:
    sent = {"offer": str(offer.pk), "is_open": "on", box("title"): "News", box("fields"): ""}
    answer = author.post(reverse(ADD), sent | {box("letters"): "on"} | also)
    assert answer.status_code == 302
    return SignUpForm.objects.latest("pk")


def test_offers_page_leads_to_a_new_form_of_that_offer(admin_client: Client, offer: Offer) -> None:
    looked = admin_client.get(reverse("admin:offers_offer_change", args=[offer.pk])).text
    url = f"{reverse(ADD)}?offer={offer.pk}"

    assert url in looked
    assert admin_client.get(url).context["adminform"].form["offer"].value() == str(offer.pk)


def test_a_form_is_made_in_one_page_with_an_address_of_its_title(
    admin_client: Client, offer: Offer
) -> None:
    first, second = begun(admin_client, offer), begun(admin_client, offer)

    assert (first.slug, second.slug) == ("news", "news-2")
    assert first.body.letters
    assert admin_client.get(first.get_absolute_url()).status_code == 404


def test_publishing_makes_the_fields_that_it_asks(
    admin_client: Client, client: Client, offer: Offer
) -> None:
    form = begun(admin_client, offer, **{ADD_SORT: "fields/text/n1"})
    boxes = admin_client.get(page(form)).context["adminform"].form
    sent = {name: str(boxes[name].value()) for name in boxes.fields if boxes[name].value()}
    sent |= {box("fields/n1/label"): "Your town", "landing_signupform_publish_it": "1"}

    admin_client.post(page(form), sent)

    field = ContactField.objects.get()
    assert (field.key, field.label) == ("your_town", "Your town")
    assert "Your town" in client.get(form.get_absolute_url()).text


@pytest.mark.parametrize(
    ("name", "content", "is_kept"),
    [
        ("worksheet.pdf", b"%PDF-1.7 x", True),
        ("worksheet.pdf", b"<html>", False),
        ("tool.exe", b"MZ", False),
        ("page.html", b"<html>", False),
    ],
)
def test_file_is_bounded_by_kind(
    admin_client: Client, offer: Offer, name: str, content: bytes, is_kept: bool
) -> None:
    form = begun(admin_client, offer)
    sent = {"offer": str(offer.pk), "is_open": "on", box("title"): "News", box("fields"): ""}

    answer = admin_client.post(page(form), sent | {"file": SimpleUploadedFile(name, content)})

    form.refresh_from_db()
    assert bool(form.file) is is_kept
    if is_kept:
        assert "worksheet" not in form.file.name
        stored = form.file.storage
        admin_client.post(
            reverse("admin:landing_signupform_delete", args=[form.pk]), {"post": "yes"}
        )
        assert not stored.exists(form.file.name)
    else:
        assert "One of these kinds of file" in answer.text


def test_preview_is_the_page_as_a_visitor_meets_it(admin_client: Client, offer: Offer) -> None:
    form = begun(admin_client, offer)

    seen = shown(admin_client, form, "intro", "Come *in*.")

    assert "Come <em>in</em>." in seen["html"]
    assert "Your email address" in seen["html"]


def test_list_shows_how_far_people_came(
    admin_client: Client, offer: Offer, moment: datetime
) -> None:
    form = begun(admin_client, offer)
    for step, count in (("shown", 40), ("sent", 12), ("confirmed", 9)):
        name = f"join.{step}:{form.pk}"
        Counter.objects.create(name=name, day=moment.date(), count=count)

    assert "40 · 12 · 9" in admin_client.get(reverse("admin:landing_signupform_changelist")).text


def test_a_copy_has_an_address_of_its_own(admin_client: Client, offer: Offer) -> None:
    form = begun(admin_client, offer)

    admin_client.post(reverse("admin:landing_signupform_copy", args=[form.pk]))

    made = SignUpForm.objects.latest("pk")
    assert (made.slug, made.body.title) == ("news-copy", "Copy of News")


def test_a_new_offer_may_be_a_form_alone(admin_client: Client, db: None) -> None:
    said = {"name": "My letters", "language": "en", "way": "form"}

    answer = admin_client.post(reverse("desk:offer_begin"), said)

    form = SignUpForm.objects.get()
    assert answer["Location"] == page(form)
    assert (form.offer.name, form.offer.state) == ("My letters", Offer.State.DRAFT)
    offer_page = reverse("admin:offers_offer_change", args=[form.offer_id])
    assert offer_page in admin_client.get(reverse("admin:index")).text
    sent = {"offer": str(form.offer_id), "is_open": "on", box("title"): "X", box("fields"): ""}
    told = admin_client.post(page(form), sent | {box("letters"): "on"}, follow=True).text
    assert "Visitors meet the form once its offer is open." in told
    assert offer_page in told
    admin_client.get(offer_page)
