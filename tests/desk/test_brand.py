"""The look: seen before it is published, checked, worn by pages, letters and guides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from desk.actions import brand
from desk.models import Brand
from desk.schema import BrandBody
from guides import preview_child
from practice import contrast
from practice.actions import present_revision
from practice.look import Look
from practice.models import Image, Practice, PracticeRevision
from publishing import actions as publishing
from publishing.forms import box
from publishing.models import Revision
from tests.previews import asked

pytestmark = pytest.mark.slow

PLUM, ROSE = "#7a3e65", "#a04a5c"


def drafted(moment: datetime, **body: Any) -> Brand:
    row = Brand(pk=1)
    return publishing.create(row, body=BrandBody(**body), now=moment)


def gate(name: str = "gate", **more: Any) -> Image:
    made: Image = Image.objects.create(
        file=f"images/{name}.jpg", name=name, alt="A gate, half open", **more
    )
    return made


def test_look_is_seen_by_readers_once_it_is_published(
    client: Client, house: None, moment: datetime
) -> None:
    row = drafted(moment, accent=PLUM, warm=ROSE, typeface="journal")
    before = client.get("/").text

    publishing.publish(row, now=moment)

    after = client.get("/").text
    assert "/theme/" not in before
    assert "typefaces/" not in before
    assert f'href="{reverse("theme", args=[PLUM[1:], ROSE[1:]])}"' in after
    assert "typefaces/journal.css" in after
    assert "fonts/newsreader-regular.woff2" in after
    assert Practice.objects.the().identity.look == Look(PLUM, ROSE, "journal")


def test_what_was_stamped_before_keeps_the_look_it_had(house: None, moment: datetime) -> None:
    before = present_revision(now=moment)
    publishing.publish(drafted(moment, accent=PLUM, cover="plain"), now=moment)

    assert before.identity.look == Look()
    assert PracticeRevision.objects.first().identity.look == Look(accent=PLUM, cover="plain")


@pytest.mark.parametrize(
    ("place", "enough"), [("accent", contrast.TEXT), ("warm", contrast.GRAPHIC)]
)
def test_colour_too_pale_is_told_with_the_nearest_that_would_do(
    db: None, moment: datetime, place: str, enough: float
) -> None:
    row = drafted(moment, **{place: "#f4d35e"})

    (finding,) = publishing.check(row)

    near = finding.message.rstrip(".").rpartition(" ")[2]
    assert finding.place == place
    assert "Too pale" in finding.message
    assert contrast.lowest(near, contrast.GROUNDS) >= enough
    with pytest.raises(publishing.NotReady):
        publishing.publish(row, now=moment)
    assert not publishing.check(row, BrandBody(**{place: near}))


def test_cover_needs_a_picture_that_is_there(db: None, moment: datetime) -> None:
    row = drafted(moment, cover="picture")
    without = [one.place for one in publishing.check(row)]
    gone = publishing.check(row, BrandBody(cover="picture", cover_picture="gone", logo="gone"))

    gate()

    assert without == ["cover_picture"]
    assert [one.place for one in gone] == ["logo", "cover_picture"]
    assert not publishing.check(row, BrandBody(cover="picture", cover_picture="gate"))


def test_published_cover_brings_the_description_of_its_picture(db: None, moment: datetime) -> None:
    gate()
    publishing.publish(drafted(moment, cover="picture", cover_picture="gate"), now=moment)

    look = Practice.objects.the().identity.look

    assert (look.cover_picture, look.cover_alt) == ("gate", "A gate, half open")
    assert look.pictures == {"gate"}


@pytest.mark.parametrize(
    ("surface", "said"),
    [("page", f"/theme/{PLUM[1:]}-"), ("letter", f"background-color: {PLUM}")],
)
def test_look_not_saved_yet_is_shown_and_nothing_is_stored(
    author: Client, house: None, moment: datetime, surface: str, said: str
) -> None:
    row = drafted(moment)
    revisions = Revision.objects.count()

    answer = asked(author, row, "accent", PLUM, reader=surface)

    assert said in answer.json()["html"]
    assert Practice.objects.the().accent == Look().accent
    assert Revision.objects.count() == revisions
    assert PLUM not in author.get("/").text


def test_guide_in_a_look_not_saved_yet_is_its_cover_and_a_page(
    author: Client, house: None, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    worn: list[Look] = []

    def quick(_source: str, *, look: Look, **_more: Any) -> preview_child.PaperPreview:
        worn.append(look)
        pages = [f"data:image/png;base64,{name}" for name in ("Cover", "Contents", "Page")]
        return preview_child.PaperPreview(b"%PDF", pages)

    monkeypatch.setattr(preview_child, "preview", quick)

    answer = asked(author, drafted(moment), "typeface", "round", reader="guide")

    html = answer.json()["html"]
    assert "base64,Cover" in html
    assert "base64,Page" in html
    assert "base64,Contents" not in html
    assert [look.typeface for look in worn] == ["round"]


def test_fault_of_a_colour_is_told_beside_its_box_while_it_is_chosen(
    author: Client, house: None, moment: datetime
) -> None:
    pale = {"accent": "#f4d35e"}

    answer = asked(author, drafted(moment), "warm", ROSE, reader="page", also=pale).json()

    assert "Too pale" in answer["lines"][box("accent")]
    assert answer["html"]


def test_look_is_made_and_published_on_one_page(author: Client, house: None) -> None:
    opened = author.get(reverse("admin:desk_brand_changelist"), follow=True)
    assert opened.redirect_chain[0][0].endswith(reverse("admin:desk_brand_add"))

    author.post(reverse("admin:desk_brand_add"), {box("accent"): PLUM, box("typeface"): "book"})
    page = reverse("admin:desk_brand_change", args=[1])
    draft = Brand.objects.get().body
    author.post(page, {box("warm"): ROSE, "desk_brand_publish_it": "1"})

    assert draft.accent == PLUM
    assert Practice.objects.the().identity.look == Look(accent=PLUM, warm=ROSE)
    again = author.get(reverse("admin:desk_brand_changelist"))
    assert again["Location"] == page
    assert author.get(reverse("admin:desk_brand_add")).status_code == 403


def test_set_up_publishes_no_look_that_waits_to_be_seen(db: None, moment: datetime) -> None:
    brand.choose_accent(PLUM, by=None, now=moment)
    assert Practice.objects.the().accent == PLUM
    row = Brand.objects.get()
    publishing.save(row, body=BrandBody(accent=PLUM, typeface="round"), now=moment)

    brand.choose_accent("#23606e", by=None, now=moment)

    worn = Practice.objects.the()
    assert (worn.accent, worn.typeface) == (PLUM, "book")
    assert Brand.objects.get().body == BrandBody(accent="#23606e", typeface="round")


@pytest.mark.parametrize(("width", "alone"), [(600, True), (120, False)])
def test_wide_logo_stands_for_the_name_another_beside_it(
    client: Client, house: None, moment: datetime, width: int, alone: bool
) -> None:
    gate("logo", width=width, height=120)
    publishing.publish(drafted(moment, logo="logo"), now=moment)
    name = Practice.objects.the().name

    page = client.get("/").text

    assert 'class="masthead__logo"' in page
    assert (f'alt="{name}"' in page) is alone
    assert (f"<span>{name}</span>" in page) is not alone


def test_page_of_questions_wears_a_look_published_meanwhile(
    client: Client,
    house: None,
    moment: datetime,
) -> None:
    begun = client.post(reverse("assessment:start", args=["resistance-reframe"]))
    before = client.get(begun["Location"]).text

    publishing.publish(drafted(moment, typeface="round"), now=moment)

    assert "typefaces/" not in before
    assert "typefaces/round.css" in client.get(begun["Location"]).text
