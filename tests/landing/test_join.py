"""A sign-up form, from the page to the yes by mail; promise 12 holds for it as for the guide."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import courses.starter
from contacts import actions as contacts
from contacts.links import confirm_url
from contacts.models import Consent, Contact, ContactField, FieldValue
from courses.models import Course, Enrollment
from desk.actions import content
from health.budgets import HONEYPOT, JOIN
from health.models import Counter
from landing import actions, links
from landing.actions.sign_up import receive
from landing.documents import FORM
from landing.models import LandingPage, SignUp, SignUpForm
from landing.schema import BlockKind, LandingBlock, LandingBody
from landing.sign_up.schema import AskedField, AskedSort
from mail.actions import LETTERS
from mail.models import Message
from offers.models import Offer, Source
from publishing import actions as publishing
from tests import letters
from tests.assessments import starter
from tests.documents import reword
from tests.locks import assert_waits_with_free_hands
from tests.offers import HOME, an_offer

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)
EMAIL = "maria@example.org"
FIELDS = [
    AskedField(id="n", sort=AskedSort.NAME, label="Your first name"),
    AskedField(id="t", sort=AskedSort.TEXT, label="Your town"),
    AskedField(
        id="w",
        sort=AskedSort.CHOICE,
        label="What you do",
        options="Therapy\nCoaching\n",
        required=True,
    ),
]


@pytest.fixture(autouse=True)
def _stopped(at: Callable[[datetime], None], moment: datetime) -> None:
    at(moment)


@pytest.fixture
def form(once: Callable[..., None], moment: datetime) -> SignUpForm:
    """The starter's form, published, beside the starter's course."""

    def publish() -> None:
        letters.publish(moment)
        starter.load(HOME, now=moment)
        starter.publish(now=moment)
        for room in (courses.starter, content.Documents(FORM)):
            room.load(HOME, as_starter=True, now=moment)
            room.publish(now=moment)

    once("join", publish)
    return SignUpForm.objects.get()


@pytest.fixture
def rich(form: SignUpForm, moment: datetime) -> SignUpForm:
    """The same with questions of its own and the course."""
    course = Course.objects.get().slug
    reword(form, is_published=True, now=moment, fields=FIELDS, course=course, tag="Spring")
    return SignUpForm.objects.get()


@pytest.fixture
def send(client: Client) -> Callable[..., Any]:
    def posted(form: SignUpForm, **given: str) -> Any:
        return client.post(form.get_absolute_url(), {"email": EMAIL, **given})

    return posted


def received(now: datetime) -> Contact:
    actions.receive_due(now=now)
    return Contact.objects.get()


def say(client: Client, contact: Contact, **given: Any) -> Any:
    return client.post(urlsplit(confirm_url(contact)).path, given)


def test_visitor_joins_the_list_by_a_yes_from_the_mailbox(
    client: Client, form: SignUpForm, send: Callable[..., Any], moment: datetime
) -> None:
    answer = send(form, first_name="Maria", letters="on")

    assert answer.status_code == 302
    assert "One more step" in client.get(answer["Location"]).text
    contact = received(moment)
    assert contact.first_name == ""
    assert not contacts.standing_purposes(contact)
    page = client.get(urlsplit(confirm_url(contact)).path).text
    assert "Send me a letter now and then. I can stop any time." in page

    say(client, contact, do="me")

    contact.refresh_from_db()
    assert (contact.first_name, contact.confirmed_at) == ("Maria", moment)
    assert contacts.standing_purposes(contact) == [LETTERS]
    given = Consent.objects.get(act=Consent.Act.GIVEN)
    assert given.wording == "Send me a letter now and then. I can stop any time."
    assert "Thank you, and welcome" in client.get(urlsplit(confirm_url(contact)).path).text


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="locks of rows")
@pytest.mark.parametrize("received_before", [True, False])
def test_worker_waits_for_a_person_before_it_holds_their_form(
    received_before: bool, form: SignUpForm, send: Callable[..., Any], moment: datetime
) -> None:
    send(form, first_name="Maria", letters="on")
    contact = received(moment)
    SignUp.objects.update(due_at=moment)
    if not received_before:
        SignUp.objects.update(contact=None)
    pk = SignUp.objects.get().pk

    assert assert_waits_with_free_hands(
        lambda: receive(pk, now=moment), contact, SignUp.objects.all()
    )


def test_letter_before_the_yes_holds_nothing_that_was_typed(
    rich: SignUpForm, send: Callable[..., Any], moment: datetime
) -> None:
    typed = {"first_name": "Buy", "field-your_town": "evil.example", "field-what_you_do": "Therapy"}
    send(rich, letters="on", **typed)
    received(moment)

    message = Message.objects.get()
    said = str(message.values) + str(message.names) + str(message.facts)
    assert "evil" not in said
    assert "Buy" not in said


def test_yes_begins_the_course_once(
    client: Client, rich: SignUpForm, send: Callable[..., Any], moment: datetime
) -> None:
    send(rich, course="on", **{"field-what_you_do": "Coaching", "field-your_town": " Ghent  "})
    contact = received(moment)
    sign_up = SignUp.objects.get()

    say(client, contact, do="me")
    say(client, contact, do="me", asking=sign_up.uid.hex)

    enrollment = Enrollment.objects.get()
    assert enrollment.state == Enrollment.State.ACTIVE
    assert contacts.standing_purposes(contact) == [enrollment.course.purpose]
    assert [str(worn) for worn in contact.tags.all()] == ["Spring"]
    values = dict(FieldValue.objects.values_list("field__label", "value"))
    assert values == {"Your town": "Ghent", "What you do": "Coaching"}
    assert Consent.objects.filter(act=Consent.Act.GIVEN).count() == 1
    assert Counter.objects.get(name=f"join.confirmed:{rich.pk}").count == 1


@pytest.mark.parametrize(("given", "days"), [("7", 7), ("", 0), ("3", 0), ("soon", 0)])
def test_form_asks_how_often_the_letters_of_its_course_come(
    client: Client, rich: SignUpForm, send: Callable[..., Any], moment: datetime, given: str,
    days: int,
) -> None:  # fmt: skip
    hosted = client.get(rich.get_absolute_url()).text
    pasted = actions.plain_fields(rich, rich.body)
    send(rich, course="on", pace=given, **{"field-what_you_do": "Coaching"})
    say(client, received(moment), do="me")

    for page in (hosted, pasted):
        first, second = re.findall(r'<option value="(\d+)"', page.partition('name="pace"')[2])[:2]
        assert (first, second) == ("0", "7")
    assert Enrollment.objects.get().pace == days


def test_form_whose_course_has_one_pace_asks_nothing(client: Client, rich: SignUpForm) -> None:
    Course.objects.update(paces="")

    assert 'name="pace"' not in client.get(rich.get_absolute_url()).text
    assert 'name="pace"' not in actions.plain_fields(rich, rich.body)


def test_promise_12_strangers_form_changes_no_field_of_a_known_person(
    client: Client, rich: SignUpForm, send: Callable[..., Any], moment: datetime
) -> None:
    send(rich, letters="on", first_name="Maria", **{"field-what_you_do": "Therapy"})
    contact = received(moment)
    say(client, contact, do="me")

    send(rich, letters="on", first_name="Mallory", **{"field-what_you_do": "Coaching"})
    received(moment)

    contact.refresh_from_db()
    assert contact.first_name == "Maria"
    assert FieldValue.objects.get().value == "Therapy"
    page = client.get(urlsplit(confirm_url(contact)).path).text
    assert "Spring" not in page
    assert "Call me Mallory (until now: Maria)." in page
    assert "What you do: Coaching (until now: Therapy)." in page
    assert "checked" not in page
    uid = SignUp.objects.latest("pk").uid.hex
    say(client, contact, do="ticked", yes=[f"{uid}:me"])
    contact.refresh_from_db()
    assert (contact.first_name, FieldValue.objects.get().value) == ("Maria", "Therapy")


def test_promise_12_answer_and_work_are_the_same_for_every_address(
    form: SignUpForm,
    send: Callable[..., Any],
    confirmed: Contact,
) -> None:
    send(form, letters="on", email="warm@example.org")
    statements = []
    for address in ("stranger@example.org", confirmed.email):
        with CaptureQueriesContext(connection) as queries:
            assert send(form, letters="on", email=address).status_code == 302
        statements.append([query["sql"].split(" ")[0] for query in queries])

    assert statements[0] == statements[1]


def test_one_letter_a_day_however_many_forms_are_sent(
    form: SignUpForm, send: Callable[..., Any], moment: datetime
) -> None:
    for name in ("Ann", "Ben", "Cem"):
        send(form, letters="on", first_name=name)
        actions.receive_due(now=moment)

    assert Message.objects.count() == 1


def test_once_confirmed_the_next_letter_waits_for_nobody(
    client: Client, rich: SignUpForm, send: Callable[..., Any], moment: datetime
) -> None:
    send(rich, letters="on", **{"field-what_you_do": "Therapy"})
    contact = received(moment)
    Message.objects.update(state=Message.State.SENT)
    say(client, contact, do="me")

    send(rich, course="on", **{"field-what_you_do": "Therapy"})
    actions.receive_due(now=moment)

    assert Message.objects.latest("pk").not_before == moment


def test_plain_form_from_another_site_needs_no_token_and_sets_no_cookie(
    form: SignUpForm,
) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(
        form.get_absolute_url(),
        {"email": EMAIL, "letters": "on"},
        headers={"origin": "https://her-site.example"},
    )

    assert answer.status_code == 302
    assert not answer.cookies
    assert SignUp.objects.get().email == EMAIL


def test_boxes_pasted_elsewhere_are_those_the_form_takes(rich: SignUpForm) -> None:
    pasted = actions.plain_fields(rich, rich.body)
    names = set(re.findall(r'name="([^"]+)"', pasted))

    assert names == {HONEYPOT, *actions.sheet(rich, rich.body).fields} - {"zone"}
    assert pasted.count("required") == 3  # the address, and each button of the one that must be
    assert "checked" not in pasted
    typed = {"email": EMAIL, "first_name": "Maria", "field-what_you_do": "Therapy"}
    typed |= {"field-your_town": "Ghent", "course": "on", HONEYPOT: ""}
    assert set(typed) < names
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(rich.get_absolute_url(), typed, headers={"origin": "https://hers.example"})
    assert answer.status_code == 302
    assert SignUp.objects.get().email == EMAIL


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": "maria@"}, "does not look like an email address"),
        ({"letters": ""}, "Please tick what you would like to get."),
        ({"field-what_you_do": ""}, "Please answer this one."),
        ({"field-what_you_do": "Sorcery"}, "Please choose one of these."),
        ({"field-gone": "x"}, "The form has changed since it was opened."),
    ],
)
def test_what_was_typed_stays_beside_one_sentence(
    rich: SignUpForm, send: Callable[..., Any], given: dict[str, str], words: str
) -> None:
    usual = {"letters": "on", "field-your_town": "Ghent", "field-what_you_do": "Therapy"}

    answer = send(rich, **(usual | given))

    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Ghent"' in answer.text
    assert not SignUp.objects.exists()


@pytest.mark.parametrize("close", ["form", "offer"])
def test_closed_form_says_so_and_keeps_what_was_typed(
    client: Client, form: SignUpForm, send: Callable[..., Any], close: str
) -> None:
    if close == "form":
        SignUpForm.objects.update(is_open=False)
    else:
        Offer.objects.update(state=Offer.State.CLOSED)

    looked, sent = client.get(form.get_absolute_url()), send(form, letters="on")

    assert "takes nobody new just now" in looked.text
    assert "<form" not in looked.text
    assert sent.status_code == 422
    assert "takes nobody new just now" in sent.text
    assert EMAIL in sent.text
    assert not SignUp.objects.exists()


def test_unpublished_or_unknown_form_is_not_there(client: Client, form: SignUpForm) -> None:
    SignUpForm.objects.update(published=None)

    assert client.get(form.get_absolute_url()).status_code == 404
    assert client.get("/join/no-such-form/").status_code == 404
    sent = client.post("/join/no-such-form/", {"email": EMAIL, "field-your_town": "Ghent"})
    assert sent.status_code == 404
    assert "This form is not here any more" in sent.text
    assert EMAIL in sent.text
    assert "Ghent" in sent.text


def test_promise_20_forms_have_a_budget_and_a_field_nobody_sees(
    form: SignUpForm, send: Callable[..., Any]
) -> None:
    assert send(form, letters="on", **{HONEYPOT: "x"}).status_code == 422
    answers = [send(form, letters="on", email=f"m{number}@x.example") for number in range(150)]

    assert SignUp.objects.count() == JOIN.network.most
    assert answers[-1].status_code == 429


def test_that_was_not_me(
    client: Client, form: SignUpForm, send: Callable[..., Any], moment: datetime
) -> None:
    send(form, letters="on")
    contact = received(moment)
    sign_up = SignUp.objects.get()

    say(client, contact, do="none", asking=sign_up.uid.hex)
    say(client, contact, do="me", asking=sign_up.uid.hex)

    sign_up.refresh_from_db()
    assert sign_up.outcome == SignUp.Outcome.DISMISSED
    assert not contacts.standing_purposes(contact)


def test_file_is_given_after_the_yes_and_never_before(
    client: Client,
    form: SignUpForm,
    send: Callable[..., Any],
    moment: datetime,
) -> None:
    form.file.save("worksheet.pdf", ContentFile(b"%PDF-1.7 secret"))
    reword(form, is_published=True, now=moment, letters=False, file_words="A worksheet")
    stored = form.file.storage
    send(form)
    contact = received(moment)
    path = links.file_path(SignUp.objects.get())

    assert client.get(path).status_code == 404
    say(client, contact, do="me")

    answer = client.get(path)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 secret"
    assert answer["Content-Disposition"] == 'attachment; filename="a-worksheet.pdf"'
    letter = Message.objects.get(key__startswith="download:")
    assert path in letter.values["file_url"]
    assert path in client.get(urlsplit(confirm_url(contact)).path).text
    stored.delete(str(form.file.name))


def test_her_own_page_after_the_yes(
    client: Client, form: SignUpForm, send: Callable[..., Any], moment: datetime
) -> None:
    reword(form, is_published=True, now=moment, address="https://her-site.example/thanks")
    send(form, letters="on")

    answer = say(client, received(moment), do="me")

    assert answer["Location"] == "https://her-site.example/thanks"


def test_two_forms_that_ask_the_same_fill_one_field(rich: SignUpForm, moment: datetime) -> None:
    contacts.ensure_field(key="your_town", label="Town", sort="text")
    assert ContactField.objects.filter(key="your_town").count() == 1
    field = ContactField.objects.get(key="what_you_do")
    assert field.choices == ["Therapy", "Coaching"]


def test_a_look_counts_and_writes_nothing_else(client: Client, form: SignUpForm) -> None:
    client.get(form.get_absolute_url())

    assert Counter.objects.get(name=f"join.shown:{form.pk}").count == 1
    assert not SignUp.objects.exists()


def test_offer_without_an_assessment_leads_to_its_form(
    client: Client, form: SignUpForm, moment: datetime
) -> None:
    offer = an_offer("news", is_home=False)
    own = publishing.copy(form, slug="news", offer=offer, now=moment)
    assert "not open yet" in client.get(offer.get_absolute_url()).text
    publishing.publish(own, now=moment)

    assert client.get(offer.get_absolute_url())["Location"] == "/join/news/"
    assert "/join/news/" in client.get("/sitemap.xml").text
    body = LandingBody(
        title="News",
        description="Letters.",
        blocks=[
            LandingBlock(
                kind=BlockKind.OPENING, heading="Hi", text="Come in.", button="Join", leads="form"
            )
        ],
    )
    page = publishing.create(LandingPage(slug="news", offer=offer), body=body, now=moment)
    publishing.publish(page, now=moment)

    shown = client.get(offer.get_absolute_url()).text
    assert 'href="/join/news/?piece=landing"' in shown
    assert "WebApplication" not in shown


def test_foot_of_a_form_names_no_assessment_that_its_offer_may_not_have(
    client: Client, form: SignUpForm
) -> None:
    foot = client.get(form.get_absolute_url()).text.partition("<footer")[2]

    assert '<a href="/">Home</a>' in foot
    assert "assessment" not in foot


def test_source_travels_from_the_form_to_the_person_by_their_yes(
    client: Client, form: SignUpForm, moment: datetime
) -> None:
    path = form.get_absolute_url()
    page = client.get(f"{path}?utm_source=letter&piece=popup&page=her-site.com/about").text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    assert not client.cookies
    assert not Source.objects.exists()

    client.post(path, {**hidden, "email": EMAIL, "letters": "on"})
    contact = received(moment)
    assert contact.last_source is None  # what a stranger types says nothing of its owner
    say(client, contact, do="me")

    contact.refresh_from_db()
    assert contact.first_source == contact.last_source == SignUp.objects.get().source
    assert str(contact.last_source) == "letter, by the popup on her-site.com/about"


def test_form_posted_from_her_page_names_that_page(
    client: Client, form: SignUpForm, moment: datetime
) -> None:
    given = {"email": EMAIL, "letters": "on", "piece": "plain_form"}
    client.post(
        form.get_absolute_url(), given, headers={"referer": "https://her-site.com/join?x=1"}
    )

    assert (
        str(SignUp.objects.get().source) == "her-site.com, by the plain form on her-site.com/join"
    )


def test_form_is_filled_with_what_was_typed_in_this_visit_and_stored_nowhere(
    client: Client, form: SignUpForm
) -> None:
    assert "no-store" not in client.get(form.get_absolute_url()).get("Cache-Control", "")
    sent = {"email": EMAIL, "letters": "on", "zone": "UTC"}
    assert client.post(form.get_absolute_url(), sent).status_code == 302

    page = client.get(form.get_absolute_url())

    assert f'value="{EMAIL}"' in page.content.decode()
    assert {"no-store", "private"} <= set(page["Cache-Control"].split(", "))
