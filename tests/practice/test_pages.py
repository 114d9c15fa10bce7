"""The privacy page and the practice's own colour."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

from practice import contrast
from practice.models import Practice

pytestmark = pytest.mark.slow


def test_privacy_page_names_who_is_responsible_and_how_long(client: Client, db: None) -> None:
    practice = Practice.objects.the()
    practice.legal_name, practice.privacy_extra = "Quiet House", "We also keep **a promise**."
    practice.save()

    page = client.get("/privacy/").content.decode()

    assert "Quiet House" in page
    assert "90 days" in page
    assert "30 days" in page
    assert "<strong>a promise</strong>" in page


def test_page_links_the_practices_colour_only_when_it_has_its_own(client: Client, db: None) -> None:
    practice = Practice.objects.the()
    before = client.get("/privacy/").content.decode()
    practice.accent = "#7a3b69"
    practice.save()

    after = client.get("/privacy/").content.decode()

    assert "/theme/" not in before
    assert "/theme/7a3b69-a8552a.css" in after


def test_stylesheet_of_a_colour_may_be_kept_forever(client: Client, db: None) -> None:
    response = client.get("/theme/7a3b69-a8552a.css")

    assert response.headers["Content-Type"].startswith("text/css")
    assert "immutable" in response.headers["Cache-Control"]
    assert "--accent:#7a3b69" in response.content.decode()


@pytest.mark.parametrize("name", ["zzzzzz", "7a3b6", "7a3b69aa", "7A3B69"])
def test_stylesheet_of_no_colour_is_not_found(client: Client, db: None, name: str) -> None:
    assert client.get(f"/theme/{name}-a8552a.css").status_code == 404


@pytest.mark.parametrize("accent", ["#ffffff", "#000000", "#ffee00", "#2f5d50", "#777777"])
@pytest.mark.parametrize(
    ("paper", "towards"), [(contrast.PAPER, "#000000"), (contrast.DARK_PAPER, "#ffffff")]
)
def test_every_colour_becomes_readable(accent: str, paper: str, towards: str) -> None:
    found = contrast.readable(accent, on=(paper,), towards=towards)

    assert contrast.contrast(found, paper) >= 4.5


def test_second_colour_however_pale_is_read_on_pages() -> None:
    light, dark = re.findall(r"--warm:(#[0-9a-f]{6})", contrast.stylesheet("#2f5d50", "#ffee00"))

    assert contrast.lowest(light, (contrast.PAPER, contrast.WASH)) >= 4.5
    assert contrast.contrast(dark, contrast.DARK_PAPER) >= 4.5


def test_main_colour_however_pale_is_read_on_sand() -> None:
    (light, _dark) = re.findall(
        r"--accent:(#[0-9a-f]{6})", contrast.stylesheet("#7f8c30", "#a8552a")
    )

    assert contrast.contrast(light, contrast.SAND) >= 4.5


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_privacy_page_says_so_when_clicks_are_counted(client: Client, db: None) -> None:
    practice = Practice.objects.the()
    before = client.get("/privacy/").text
    practice.count_clicks = True
    practice.save()

    assert "pass through this site" not in before
    assert "pass through this site" in client.get("/privacy/").text


def test_page_of_an_error_needs_no_practice(db: None) -> None:
    page = render_to_string("500.html")

    assert "masthead__mark" in page
    assert "site.css" in page
