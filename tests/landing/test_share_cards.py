"""Pages are shared with a picture of their own words: drawn by a task, never by a visitor."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from pytest_django import Settings

from assessments.models import Assessment
from consultations.models import Meeting
from guides import actions as guides
from guides.models import Guide
from landing import actions, share_card, tasks
from landing.actions.draw_cards import FONTS
from landing.models import LandingPage, SignUpForm
from landing.share_card import ShareWords
from landing.sign_up.schema import FormBody
from offers.models import Offer
from practice.look import Look, Typeface
from practice.models import Image, Practice, SharePicture
from publishing import actions as publishing
from tests.desk.test_promises import put_away

pytestmark = pytest.mark.slow

LONG = "Everything that could be said of it in one breath, " * 6


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def meeting(landing: LandingPage) -> Meeting:
    return Meeting.objects.create(
        key="talk", title="A talk", for_whom="For everybody.", place="2 Long Street"
    )


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cards that differ as their words do, and take no time to draw."""

    def drawn(words: ShareWords, look: Look, _fonts: Path) -> bytes:
        return f"{words} {look}".encode()

    monkeypatch.setattr(share_card, "drawn", drawn)


@pytest.fixture
def form(landing: LandingPage, moment: datetime) -> SignUpForm:
    body = FormBody(title="The letter", intro="Twice a month, **one** thought.", letters=True)
    row = SignUpForm(slug="the-letter", offer=landing.offer)
    publishing.publish(publishing.create(row, body=body, now=moment), now=moment)
    return row


def said(page: str, name: str) -> str:
    match = re.search(rf'<meta property="og:{name}" content="([^"]*)"', page)
    return match[1] if match else ""


def paths(form: SignUpForm) -> list[str]:
    start = reverse("assessment:start", args=[Assessment.objects.get().slug])
    book = (
        reverse("consultations:book"),
        reverse("consultations:book-offer", args=[form.offer.slug]),
    )
    handout = reverse("handout", args=[Guide.objects.get().slug])
    return ["/", start, form.get_absolute_url(), *book, handout]


def test_promise_24_each_page_names_a_picture_that_is_there_without_a_cookie(
    client: Client, form: SignUpForm
) -> None:
    assert actions.draw_cards() == 6
    pictures = set()
    for path in paths(form):
        page = client.get(path).content.decode()
        picture = urlsplit(said(page, "image"))
        answer = Client().get(picture.path)
        with Pillow.open(io.BytesIO(b"".join(answer))) as drawn:
            assert (drawn.format, drawn.size) == ("PNG", (1200, 630))
        put_away(answer)
        assert not answer.cookies
        assert f"{picture.scheme}://{picture.netloc}" == project.SITE_URL
        assert (said(page, "image:width"), said(page, "image:height")) == ("1200", "630")
        assert said(page, "image:alt").startswith(Practice.objects.the().name)
        assert said(page, "url") == f"{project.SITE_URL}{path}"
        assert said(page, "description")
        assert 'name="twitter:card" content="summary_large_image"' in page
        pictures.add(picture.path)
    assert len(pictures) == 6


def test_page_is_shared_without_a_picture_until_one_is_drawn(
    client: Client, landing: LandingPage
) -> None:
    page = client.get("/").content.decode()

    assert said(page, "title") == landing.body.title
    assert not said(page, "image")
    assert 'name="twitter:card" content="summary"' in page
    assert not SharePicture.objects.exists()


@pytest.mark.usefixtures("quick")
def test_readers_guide_waits_for_one_picture_at_most(
    landing: LandingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = Mock(return_value=[])
    monkeypatch.setattr(guides, "published_pages", pages)
    monkeypatch.setattr(guides, "is_waited_for", lambda **_given: True)

    assert [tasks.draw_due(), SharePicture.objects.count()] == [1, 1]
    assert [tasks.draw_due(), SharePicture.objects.count()] == [1, 2]
    pages.assert_not_called()

    monkeypatch.setattr(guides, "is_waited_for", lambda **_given: False)
    tasks.draw_due()

    assert SharePicture.objects.count() > 2
    pages.assert_called_once()


@pytest.mark.usefixtures("quick")
def test_what_is_drawn_is_not_drawn_again(landing: LandingPage) -> None:
    actions.draw_cards()

    assert actions.draw_cards() == 0


@pytest.mark.usefixtures("quick")
def test_page_of_other_words_is_drawn_anew_and_its_old_picture_thrown_away(
    landing: LandingPage, moment: datetime, media: Path, django_capture_on_commit_callbacks: object
) -> None:
    actions.draw_cards()
    files = set(media.rglob("*.png"))
    opening, *rest = landing.body.blocks
    blocks = [opening.model_copy(update={"heading": "Another heading"}), *rest]
    body = landing.body.model_copy(update={"blocks": blocks})
    publishing.save(landing, body=body, now=moment)
    publishing.publish(landing, now=moment)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture
        assert actions.draw_cards() == 1

    assert SharePicture.objects.get(path="/").image.alt.endswith("Another heading")
    assert Image.objects.filter(is_drawn=True).count() == SharePicture.objects.count()
    assert len(set(media.rglob("*.png")) - files) == 1
    assert len(set(media.rglob("*.png"))) == len(files)


@pytest.mark.usefixtures("quick")
def test_practice_of_another_look_has_all_drawn_anew(landing: LandingPage) -> None:
    drawn = actions.draw_cards()
    Practice.objects.update(accent="#5b4b8a", typeface="round")

    assert actions.draw_cards() == drawn


@pytest.mark.usefixtures("quick")
def test_picture_of_an_offer_that_closed_is_thrown_away(landing: LandingPage) -> None:
    actions.draw_cards()
    Offer.objects.update(state=Offer.State.CLOSED)

    actions.draw_cards()

    assert [row.path for row in SharePicture.objects.all()] == ["/book/"]


@pytest.mark.usefixtures("quick")
def test_full_disk_leaves_the_page_without_and_the_rest_is_drawn(
    landing: LandingPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = share_card.drawn

    def full(words: ShareWords, look: Look, fonts: Path) -> bytes:
        if words.title == landing.body.blocks[0].heading:
            raise OSError(28, "no room")
        return drawn(words, look, fonts)

    monkeypatch.setattr(share_card, "drawn", full)

    assert actions.draw_cards() == 4
    assert not SharePicture.objects.filter(path="/").exists()


@pytest.mark.parametrize("typeface", list(Typeface))
@pytest.mark.parametrize(
    "words",
    [
        ShareWords("", "", ""),
        ShareWords(LONG, LONG, LONG),
        ShareWords("W" * 200, "W" * 200, "W" * 400),
    ],
)
def test_words_never_run_over_the_edge(words: ShareWords, typeface: Typeface) -> None:
    content = share_card.drawn(words, Look(typeface=typeface), FONTS)

    with Pillow.open(io.BytesIO(content)) as opened:
        drawn = opened.convert("L")
    beside = drawn.crop((share_card.RIGHT + 1, 0, 1200, 420))
    assert beside.getextrema()[0] > 200


def test_long_word_is_written_smaller_rather_than_cut() -> None:
    file = next(FONTS.glob("Vollkorn-Regular*"))
    word = "Erschöpfungsgefährdungsbeurteilung"

    size, lines = share_card.title_lines(word, file)

    assert lines == [word]
    assert size < share_card.TITLE_SIZES[0]
    assert share_card.title_lines("When they say no", file)[0] == share_card.TITLE_SIZES[0]
