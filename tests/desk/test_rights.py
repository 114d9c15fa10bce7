"""Who may open what: every page of the desk, for owner, assistant, editor and somebody new."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from contacts.models import Contact
from tests.desk.test_pages import helper

pytestmark = pytest.mark.slow

# lists by model, then the desk's own pages by name: what each role may open
ASSISTANT = {
    *("contacts.tag", "contacts.segment"),
    *("contacts.contact", "contacts.suppression", "courses.enrollment", "mail.message"),
    *("consultations.booking", "consultations.meeting", "consultations.availability"),
    *("consultations.datehours", "consultations.timeoff"),
}
EDITOR = {
    *("offers.offer", "assessments.assessment", "assessments.passage"),
    *("courses.course", "courses.lesson", "landing.landingpage"),
    "landing.signupform",
    *("guides.guide", "mail.systemletter", "practice.image"),
}
EVERYBODY = {"index", "account", "second_step_settings"}
MAY = {"assistant": ASSISTANT | EVERYBODY, "editor": EDITOR | EVERYBODY}


def pages(robin: Contact) -> Iterator[tuple[str, str]]:
    """(name, address) of every list and of every page of the desk that is looked at."""
    for model in admin.site._registry:
        name = f"{model._meta.app_label}.{model._meta.model_name}"
        yield name, reverse(f"admin:{name.replace('.', '_')}_changelist")
    yield "index", reverse("admin:index")
    for name in ("checkup", "people_in", "set_up", "duties", "account", "second_step_settings"):
        yield name, reverse(f"desk:{name}")
    for name in ("erase", "merge", "everything"):
        yield name, reverse(f"desk:{name}", args=[robin.pk])


def opened(client: Client, robin: Contact) -> set[str]:
    found = {name: client.get(page).status_code for name, page in pages(robin)}
    assert set(found.values()) <= {200, 302, 403}
    return {name for name, status in found.items() if status != 403}


@pytest.mark.slow
@pytest.mark.parametrize("role", ["assistant", "editor"])
def test_a_role_opens_its_pages_and_no_other(role: str, robin: Contact) -> None:
    assert opened(helper(role), robin) == MAY[role]


@pytest.mark.slow
def test_somebody_without_a_role_opens_home_alone(robin: Contact) -> None:
    client = Client()
    client.force_login(User.objects.create_user("new", password="x", is_staff=True))

    assert opened(client, robin) == EVERYBODY
    assert robin.email not in client.get("/admin/").content.decode()


@pytest.mark.slow
def test_the_owner_opens_everything(author: Client, robin: Contact) -> None:
    assert opened(author, robin) == {name for name, _page in pages(robin)}


def test_a_stranger_opens_nothing(client: Client, robin: Contact) -> None:
    found = {client.get(page).headers.get("Location", "")[:13] for _name, page in pages(robin)}

    assert found == {"/admin/login/"}


def test_nobody_edits_the_history_not_even_the_owner(author: Client, robin: Contact) -> None:
    author.post(f"/admin/person/{robin.pk}/do/unsubscribe/")
    entry = LogEntry.objects.get()
    page = f"/admin/desk/auditentry/{entry.pk}"

    assert author.get("/admin/desk/auditentry/add/").status_code == 403
    assert author.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    assert author.post(f"{page}/change/", {"object_repr": "x"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    author.post("/admin/desk/auditentry/", chosen)
    assert LogEntry.objects.get() == entry


@pytest.mark.parametrize("name", ["author", "nobody-here"])
def test_a_wrong_name_and_a_wrong_password_get_the_same_words(author: Client, name: str) -> None:
    page = Client().post("/admin/login/", {"username": name, "password": "wrong"}).text

    assert "This name and this password do not fit together." in page
    assert "staff" not in page


def test_a_bulk_action_says_first_what_it_would_do(author: Client, robin: Contact) -> None:
    chosen = {"action": "stop_everything", "_selected_action": [robin.pk]}
    page = author.post("/admin/contacts/contact/", chosen).content.decode()

    assert "Stop every letter to 1 person?" in page
    assert robin.enrollments.get().state == "active"
    author.post("/admin/contacts/contact/", chosen | {"sure": "1"})
    assert robin.events.filter(kind="unsubscribed").exists()


def test_closed_page_says_who_can_open_it_and_leads_back(client: Client, house: None) -> None:
    answer = helper("editor").get("/admin/contacts/contact/")

    text = answer.content.decode()
    assert answer.status_code == 403
    assert "The owner of the desk gives each login a role" in text
    assert '<a class="button" href="/admin/">' in text
    assert '<a class="button" href="/">' in client.get("/nothing/").content.decode()
