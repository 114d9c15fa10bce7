"""From a blank page to an open offer, as a therapist would walk it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from itertools import pairwise
from typing import Any

import pypdfium2
import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client

from assessments.models import Assessment, Attempt
from consultations.models import Meeting
from courses.models import Lesson
from desk.actions.offer_texts import missing, texts_of
from desk.models import PrivateTry
from guides.models import Guide, GuideCopy
from health.models import Counter
from landing.models import SignUpForm
from landing.sign_up.schema import FormBody
from mail.models import Message
from mail.preview_frame import SANDBOX
from offers.models import Offer
from publishing import actions as publishing
from publishing.models import Revision
from tests.documents import reword
from tests.forms import fields_of
from tests.offers import start_home

pytestmark = pytest.mark.slow

QUESTIONS = """I am tired before the day begins.
I have nothing left to give in the evening.
I care less about the people I work with.
I look forward to my clients."""
RESULTS = (
    ("Burnt out", "Rest comes first."),
    ("Tired, and still there", "Your work still matters to you."),
    ("Going well", "You look after yourself."),
)
PAGES = (("What it may mean", "Tiredness is a message."), ("What to try", "Sleep."))
LETTERS = (("One small rest", "Take ten minutes."), ("One small no", "Say no once."))


def begin(author: Client, way: str = "blank", name: str = "Burnout check", **more: str) -> Offer:
    said = {"name": name, "language": "en", "way": way, **more}
    author.post("/admin/offers/offer/begin/", said)
    return Offer.objects.order_by("-pk")[0]


def path(offer: Offer, step: str) -> str:
    return f"/admin/offers/offer/{offer.pk}/path/{step}/"


def on_page(page: Any) -> dict[str, list[str]]:
    """What stands in the form of a step."""
    return fields_of(page.content, "path-form")


def send(author: Client, offer: Offer, step: str, **typed: Any) -> Any:
    """The form of a step as it stands, with these boxes filled in."""
    fields = on_page(author.get(path(offer, step)))
    return author.post(path(offer, step), fields | typed)


def rows(*said: tuple[str, str], names: tuple[str, str]) -> dict[str, str]:
    return {
        f"form-{at}-{name}": word
        for at, words in enumerate(said)
        for name, word in zip(names, words, strict=True)
    }


def questions(offer: Offer) -> list[str]:
    return [question.id for question in texts_of(offer).assessment.body.questions]


def build(author: Client) -> Offer:
    """The burnout check: four questions, two measures, three results, a guide, two letters."""
    offer = begin(author)
    send(author, offer, "questions", questions=QUESTIONS)
    tired, empty, care, look = questions(offer)
    ticks = {
        "form-0-name": "Exhaustion",
        "form-0-counts": [tired, empty],
        "form-1-name": "Distance",
        "form-1-counts": [care, look],
        "form-1-reverse": [look],
    }
    send(author, offer, "measures", **ticks)
    send(author, offer, "results", **rows(*RESULTS, names=("name", "text")))
    send(author, offer, "guide", **rows(*PAGES, names=("title", "text")))
    send(author, offer, "letters", **rows(*LETTERS, names=("subject", "text")))
    send(author, offer, "front", lead="Ten minutes for yourself.")
    return offer


@pytest.fixture
def offer(
    once: Callable[..., None], author: Client, moment: datetime, at: Callable[[datetime], None]
) -> Offer:
    """Built beside the starter's, which is published; nothing of its own is."""

    def start_and_build() -> None:
        start_home(moment)
        build(author)
        Revision.objects.update(made_by=None)  # her row is not kept with these

    at(moment)
    once("built offer", start_and_build)
    Meeting.objects.update(video_link="https://video.example/room")
    made = Offer.objects.get(slug="burnout-check")
    PrivateTry.objects.get_or_create(offer=made, defaults={"made_at": moment})  # a row of the desk
    return made


def open_it(author: Client, offer: Offer) -> Offer:
    author.post(path(offer, "publish"), {})
    offer.refresh_from_db()
    return offer


def test_burnout_check_is_open_first_try(author: Client, offer: Offer) -> None:
    assert missing(texts_of(offer)) == []

    open_it(author, offer)

    texts = texts_of(offer)
    assert offer.state == Offer.State.OPEN
    assert all(one.published is not None for one in texts.documents)
    assert texts.guide
    assert texts.guide.letters == texts.course
    assert not Revision.objects.published().filter(body__title="").exists()


def test_steps_lead_from_one_to_the_next(author: Client, house: None) -> None:
    offer = begin(author)
    order = ("name", "questions", "measures", "results", "guide", "letters", "front", "publish")

    for here, following in pairwise(order):
        assert send(author, offer, here)["Location"] == path(offer, following)


@pytest.mark.slow
def test_every_step_of_a_blank_offer_opens_and_can_be_left(author: Client, house: None) -> None:
    offer = begin(author)

    for step in ("measures", "results", "guide", "letters", "front"):
        send(author, offer, step)

    texts = texts_of(offer)
    assert (texts.guide, texts.course, texts.lessons) == (None, None, ())
    assert {one.step for one in missing(texts)} == {"questions", "measures", "results", "front"}
    page = author.get(path(offer, "publish")).content.decode()
    assert "There is no question yet" in page
    assert "Publish and open" not in page


@pytest.mark.slow
def test_last_step_says_what_can_be_booked_and_leads_to_a_meeting_of_its_own(
    author: Client, offer: Offer
) -> None:
    address = path(offer, "publish")
    add = f"/admin/consultations/meeting/add/?offer={offer.pk}"
    Meeting.objects.all().delete()
    assert "Nothing can be booked after it" in author.get(address).text
    assert f'<option value="{offer.pk}" selected' in author.get(add).text

    Meeting.objects.create(key="all", title="A first talk", video_link="https://video.example/1")
    shown = author.get(address).text
    assert "no kind of meeting of its own" in shown
    assert "A first talk" in shown
    assert add in shown

    Meeting.objects.create(key="own", title="An hour on rest", offer=offer)
    shown = author.get(address).text
    assert "An hour on rest" in shown
    assert add not in shown


def test_offer_that_wants_something_is_not_opened(author: Client, house: None) -> None:
    offer = begin(author)

    open_it(author, offer)

    assert offer.state == Offer.State.DRAFT
    assert texts_of(offer).assessment.published is None


@pytest.mark.slow
def test_nobody_is_asked_for_a_short_name(author: Client, offer: Offer) -> None:
    for step in ("name", "questions", "measures", "results", "guide", "letters", "front"):
        page = author.get(path(offer, step)).content.decode().lower()
        assert not [word for word in ("short name", "slug", ">= ", "{{", "{%") if word in page]


@pytest.mark.slow
def test_question_ticked_twice_is_told_there_and_nothing_is_lost(
    author: Client, offer: Offer
) -> None:
    tired, empty, care, look = questions(offer)

    page = send(
        author,
        offer,
        "measures",
        **{
            "form-0-name": "Weariness",
            "form-0-counts": [tired, empty, care],
            "form-1-counts": [care, look],
        },
    )

    told = page.content.decode()
    assert page.status_code == 422
    assert "already counts for “Weariness”" in told
    assert 'value="Weariness"' in told
    assert texts_of(offer).assessment.body.scales[0].name == "Exhaustion"


@pytest.mark.slow
def test_looking_at_the_spread_saves_nothing(author: Client, offer: Offer) -> None:
    head = texts_of(offer).assessment.head

    page = send(author, offer, "results", look="1", **{"form-0-number": "0", "form-0-also": ""})

    told = page.content.decode()
    assert texts_of(offer).assessment.head == head
    assert "Nobody gets it: everybody it fits gets “Burnt out” first" in told
    assert '<meter min="0" max="100" value="0">' in told


@pytest.mark.slow
def test_result_that_nobody_gets_is_named_at_its_row_and_before_publishing(
    author: Client, offer: Offer
) -> None:
    send(author, offer, "results", **{"form-0-number": "0", "form-0-also": ""})

    for step in ("results", "publish"):
        told = author.get(path(offer, step)).content.decode()
        assert "everybody it fits gets “Burnt out” first" in told


@pytest.mark.slow
def test_one_more_result_and_one_further_up_are_rows_not_saved(
    author: Client, offer: Offer
) -> None:
    more = send(author, offer, "results", more="1")
    up = send(author, offer, "results", up="1")

    assert on_page(more)["form-TOTAL_FORMS"] == ["4"]
    assert on_page(more)["form-3-name"] == ["Going well"]
    assert on_page(up)["form-0-name"] == ["Tired, and still there"]
    assert len(texts_of(offer).assessment.body.readings) == 4


@pytest.mark.slow
def test_result_moved_up_keeps_its_key(author: Client, offer: Offer) -> None:
    before = {row.name: row.key for row in texts_of(offer).assessment.body.readings}
    moved = on_page(send(author, offer, "results", up="1"))

    author.post(path(offer, "results"), moved)

    after = texts_of(offer).assessment.body.readings
    assert {row.name: row.key for row in after} == before
    assert after[1].name == "Tired, and still there"


@pytest.mark.slow
def test_measure_that_was_taken_away_leaves_a_gap_that_is_told(
    author: Client, offer: Offer
) -> None:
    send(
        author, offer, "measures", **{"form-1-name": "", "form-1-counts": [], "form-1-reverse": []}
    )

    told = author.get(path(offer, "results")).content.decode()
    assert "distance" not in told
    assert texts_of(offer).assessment.body.readings[1].when.startswith("exhaustion")


@pytest.mark.slow
def test_words_of_two_people_are_joined_and_a_clash_is_shown(author: Client, offer: Offer) -> None:
    mine = on_page(author.get(path(offer, "front")))
    assessment = texts_of(offer).assessment
    reword(assessment, start="Theirs.", promise="Theirs too.")

    clash = author.post(path(offer, "front"), mine | {"start": "Mine."})
    joined = author.post(path(offer, "front"), mine | {"safety": "Call somebody."})

    assert clash.status_code == 409
    assert "Theirs." in clash.content.decode()
    assert ">Mine.<" in clash.content.decode().replace("\n", "")
    body = texts_of(offer).assessment.body
    assert joined.status_code == 302
    assert (body.start, body.safety, body.promise) == ("Theirs.", "Call somebody.", "Theirs too.")


@pytest.mark.slow
def test_letter_left_empty_is_taken_out(author: Client, offer: Offer) -> None:
    send(author, offer, "letters", **{"form-0-subject": "", "form-0-text": ""})

    (left,) = texts_of(offer).lessons
    assert (left.body.subject, left.position) == ("One small no", 1)


@pytest.mark.slow
def test_published_letter_left_empty_is_switched_off(author: Client, offer: Offer) -> None:
    open_it(author, offer)
    send(author, offer, "letters", **{"form-0-subject": "", "form-0-text": ""})

    states = Lesson.objects.filter(course=texts_of(offer).course).order_by("pk")
    assert [one.state for one in states] == [Lesson.State.OFF, Lesson.State.PUBLISHED]


@pytest.mark.slow
def test_letters_without_a_guide_are_told_at_their_step(author: Client, house: None) -> None:
    offer = begin(author)
    send(author, offer, "letters", **rows(*LETTERS, names=("subject", "text")))

    (told,) = [one.message for one in missing(texts_of(offer)) if one.step == "letters"]
    assert "together with the guide" in told


@pytest.mark.slow
def test_half_built_offer_is_on_home_a_week_later(
    author: Client, house: None, moment: datetime, at: Any
) -> None:
    offer = begin(author)
    send(author, offer, "questions", questions=QUESTIONS)
    at(moment + timedelta(days=7))
    author.force_login(User.objects.get())  # her session has ended

    home = author.get("/admin/").content.decode()

    assert f'<a href="{path(offer, "measures")}"><strong>Burnout check</strong>' in home
    assert "2 things to do" in home


@pytest.mark.slow
def test_open_offer_is_no_longer_in_the_making(author: Client, offer: Offer) -> None:
    open_it(author, offer)

    assert "Offers in the making" not in author.get("/admin/").content.decode()


def test_copy_has_drafts_of_its_own(author: Client, house: None) -> None:
    first = Offer.objects.get()

    copy = begin(author, way=f"copy:{first.pk}", name="Another")

    texts, known = texts_of(copy), texts_of(first)
    assert texts.assessment.body.questions == known.assessment.body.questions
    assert (texts.assessment.published, texts.assessment.body.title) == (None, "Another")
    assert len(texts.lessons) == len(known.lessons)
    assert texts.guide
    assert known.guide
    assert texts.guide.body.sections == known.guide.body.sections
    assert copy.passages.count() == first.passages.count()
    for meeting, own in zip(first.meetings.all(), copy.meetings.all(), strict=True):
        assert (own.title, own.active) == (meeting.title, meeting.active)
        assert own.key != meeting.key
    assert missing(texts) == []


def test_copy_has_letters_and_forms_of_its_own(author: Client, house: None) -> None:
    first = Offer.objects.get()
    form = first.sign_up_forms.get()
    said = {"course": first.courses.get().slug, "file_words": "A worksheet"}
    body = form.body.model_copy(update=said)
    publishing.save(form, body=body, now=form.saved_at)
    form.file.save("a.pdf", ContentFile(b"%PDF-1.4 of the first"))

    copy = begin(author, way=f"copy:{first.pk}", name="Another")

    keys = first.letters.order_by("key").values_list("key", "name", "purpose")
    assert keys
    assert list(copy.letters.order_by("key").values_list("key", "name", "purpose")) == list(keys)
    own = copy.sign_up_forms.get()
    assert own.body.course == copy.courses.get().slug
    form.file.delete()
    with own.file.open() as file:
        assert file.read() == b"%PDF-1.4 of the first"
    assert missing(texts_of(copy)) == []

    open_it(author, copy)

    assert copy.is_open
    assert not copy.letters.filter(letter=None).exists()
    assert own in SignUpForm.objects.taking()


def test_opening_waits_for_a_form_that_joins_nothing(author: Client, offer: Offer) -> None:
    form = SignUpForm(slug="joins-nothing", offer=offer)
    publishing.create(form, body=FormBody(title="A form"), now=offer.made_at)

    page = open_it(author, offer) and author.get(path(offer, "publish")).content.decode()

    assert not offer.is_open
    assert f"/admin/landing/signupform/{form.pk}/change/" in page
    assert "The form joins nothing yet" in page


@pytest.mark.parametrize("is_own", [True, False])
def test_opening_waits_for_a_place_to_meet(author: Client, offer: Offer, is_own: bool) -> None:
    meeting = Meeting.objects.create(
        key="own", title="An hour on rest", offer=offer if is_own else None
    )

    page = open_it(author, offer) and author.get(path(offer, "publish")).text

    assert not offer.is_open
    assert not any(document.published for document in texts_of(offer).documents)
    assert (
        f'<a href="/admin/consultations/meeting/{meeting.pk}/change/">An hour on rest</a>' in page
    )
    assert page.count("nobody would know where to go") == 1

    Meeting.objects.filter(pk=meeting.pk).update(place="12 Example Street, second floor")
    assert open_it(author, offer).is_open


def test_a_kind_of_meeting_that_cannot_be_booked_needs_no_place(
    author: Client, offer: Offer
) -> None:
    Meeting.objects.create(key="own", title="An hour on rest", offer=offer, active=False)

    assert open_it(author, offer).is_open


@pytest.mark.slow
@pytest.mark.parametrize("way", ["bands", "sides", "types"])
def test_template_brings_measures_and_results(author: Client, house: None, way: str) -> None:
    offer = begin(author, way=way)

    body = texts_of(offer).assessment.body
    assert body.scales
    assert len(body.readings) > 2
    assert author.get(path(offer, "results")).status_code == 200


@pytest.mark.slow
def test_german_offer_begins_with_german_words(author: Client, house: None) -> None:
    offer = begin(author, way="sides", language="de")

    body = texts_of(offer).assessment.body
    assert body.answers.frequency[0].label == "nie"
    assert body.readings[1].name == "Mehr die eine Seite"


GERMAN = (
    "Nehmen Sie sich am Abend zehn Minuten, in denen Sie nichts tun. Das ist mehr, als es scheint, "
    "und es hilft auch dann, wenn der Tag sehr lang war."
)


@pytest.mark.slow
def test_text_in_another_language_is_told_with_the_way_to_its_box_and_goes_out(
    author: Client, offer: Offer
) -> None:
    send(author, offer, "letters", **{"form-1-text": GERMAN})
    lesson = Lesson.objects.get(course__offer=offer, position=2)

    page = author.get(path(offer, "publish")).content.decode()

    url = f"/admin/courses/lesson/{lesson.pk}/change/?place=text#id_body-text"
    assert f'<a href="{url}">{lesson}: Text</a>: This reads like Deutsch.' in page
    assert 'id="id_body-text"' in author.get(url).content.decode()
    assert open_it(author, offer).is_open


def test_open_offer_leads_to_its_page_first(author: Client, offer: Offer) -> None:
    open_it(author, offer)

    page = author.get(path(offer, "publish")).content.decode()

    assert page.index("It is open") < page.index("Try it as a visitor")
    assert 'href="http://testserver/o/burnout-check/" target="_blank"' in page


TRIED = {"way": "next", "at": "1"}


def answered(offer: Offer, value: str = "4") -> dict[str, str]:
    keys = [question.key for question in texts_of(offer).assessment.body.questions]
    return TRIED | dict.fromkeys(keys, value)


def test_try_walks_the_whole_way_and_leaves_no_trace(
    author: Client, offer: Offer, client: Client
) -> None:
    link = f"/try/{PrivateTry.objects.get(offer=offer).key}/"
    counted = list(Counter.objects.values_list("name", "count"))

    front, start = client.get(link), client.get(f"{link}start/")
    first = client.post(f"{link}questions/")
    result = client.post(f"{link}questions/", answered(offer))
    guide = client.post(f"{link}guide/", answered(offer) | {"first_name": "Kim"})
    letters = client.post(f"{link}letters/", answered(offer) | {"first_name": "Kim"})

    assert f'href="{link}start/"' in front.content.decode()
    assert "Begin with the first question" in start.content.decode()
    assert "I look forward to my clients." in first.content.decode()
    assert "Tired, and still there" in result.content.decode()
    assert "Tiredness is a message." in guide.content.decode()
    assert "Take ten minutes." in letters.content.decode()
    pages = (front, start, first, result, guide, letters)
    assert all("You are trying this out." in page.content.decode() for page in pages)
    assert all(page["X-Robots-Tag"] == "noindex, nofollow" for page in pages)
    assert not Attempt.objects.exists()
    assert not GuideCopy.objects.exists()
    assert list(Counter.objects.values_list("name", "count")) == counted


def post_of_try(offer: Offer, client: Client, page: str) -> Any:
    link = f"/try/{PrivateTry.objects.get(offer=offer).key}/{page}"
    return client.post(link, answered(offer) | {"first_name": "Kim"})


def test_try_shows_each_letter_in_a_frame_with_its_day(
    author: Client, offer: Offer, client: Client, moment: datetime
) -> None:
    page = post_of_try(offer, client, "letters/")

    html = page.content.decode()
    frames = re.findall(r'<iframe srcdoc="([^"]*)"([^>]*)>', html)
    assert len(frames) == 3  # with the guide, and two letters
    assert all(f'sandbox="{" ".join(SANDBOX)}"' in rest for _, rest in frames)
    assert "allow-scripts" not in SANDBOX
    assert "Take ten minutes." in unescape(frames[1][0])
    days = [letter.at.date() for letter in page.context["letters"] if letter.at]
    assert days == sorted(set(days))
    assert days[0] > moment.date()
    assert not Message.objects.exists()
    assert "'unsafe-inline'" in page["Content-Security-Policy"]


def test_try_leaves_out_a_letter_for_others_and_says_so(
    author: Client, offer: Offer, client: Client
) -> None:
    reword(texts_of(offer).lessons[0], audience='reading == "going_well"')

    html = post_of_try(offer, client, "letters/").content.decode()

    assert "would not come" in html
    assert html.count("<iframe") == 2


@pytest.mark.slow
def test_try_makes_the_guide_as_a_pdf_marked_on_every_page_and_keeps_nothing(
    author: Client, offer: Offer, client: Client
) -> None:
    link = f"/try/{PrivateTry.objects.get(offer=offer).key}/guide.pdf"

    made = post_of_try(offer, client, "guide.pdf")

    assert made["Content-Type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(made.content)
    texts = [page.get_textpage().get_text_bounded() for page in pages]
    assert all("A test: made while trying this out" in text for text in texts)
    assert any("Tiredness is a message." in text for text in texts)
    for page in list(pages)[1:]:  # in the margin, over no word of the guide
        words = page.get_textpage()
        start, _length = words.search("A test: made").get_next() or (0, 0)
        assert page.get_height() - words.get_charbox(start)[1] < 12 * 72 / 25.4
    assert client.get(link).status_code == 302  # a GET sets nothing on paper
    assert not GuideCopy.objects.exists()


@pytest.mark.slow
def test_try_shows_the_drafts_and_not_what_is_published(
    author: Client, offer: Offer, client: Client
) -> None:
    open_it(author, offer)
    guide = texts_of(offer).guide
    assert guide
    reword(guide, title="A better title")

    link = f"/try/{PrivateTry.objects.get(offer=offer).key}/guide/"

    assert "A better title" in client.post(link, answered(offer)).content.decode()


@pytest.mark.slow
def test_try_tells_an_open_question_and_keeps_the_others(offer: Offer, client: Client) -> None:
    link = f"/try/{PrivateTry.objects.get(offer=offer).key}/questions/"
    first, *_others = (key for key in answered(offer) if key not in TRIED)
    sent = answered(offer)
    del sent[first]

    page = client.post(link, sent)

    assert page.status_code == 422
    assert page.content.decode().count(" checked") == 3


@pytest.mark.slow
def test_try_before_there_is_anything_says_so(author: Client, house: None, client: Client) -> None:
    offer = begin(author)

    page = client.get(f"/try/{PrivateTry.objects.get(offer=offer).key}/")

    assert page.status_code == 200
    assert "not enough here to try yet" in page.content.decode()


@pytest.mark.slow
def test_another_link_ends_the_one_before(author: Client, offer: Offer, client: Client) -> None:
    before = f"/try/{PrivateTry.objects.get(offer=offer).key}/"

    author.post(f"/admin/offers/offer/{offer.pk}/link/")

    assert client.get(before).status_code == 404
    assert client.get(f"/try/{PrivateTry.objects.get(offer=offer).key}/").status_code == 200


def test_visitors_do_not_meet_an_offer_in_the_making(offer: Offer, client: Client) -> None:
    slug = texts_of(offer).assessment.slug

    assert client.get(f"/o/{offer.slug}/").status_code == 404
    assert client.get(f"/assessment/{slug}/").status_code == 404


def test_change_of_an_open_offer_is_published_from_the_path(author: Client, offer: Offer) -> None:
    open_it(author, offer)
    send(author, offer, "front", start="Take your time.")
    assert "Publish what changed" in author.get(path(offer, "publish")).content.decode()

    open_it(author, offer)

    published = Assessment.objects.get(offer=offer).published
    assert published
    assert published.body["start"] == "Take your time."
    assert publishing.to_publish() == []
    assert Guide.objects.filter(offer=offer).count() == 1
