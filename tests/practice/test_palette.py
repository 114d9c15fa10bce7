"""Every colour she may choose can be read: on paper, on white, in the dark, in letters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from guides import weasy
from mail import layout
from practice import contrast
from practice.look import DEFAULT, Typeface
from practice.palette import PALETTE, WARM
from practice.templatetags.look import READ_FIRST

pytestmark = pytest.mark.slow


def find(name: str) -> str:
    """The text of a static file."""
    return Path(str(finders.find(name))).read_text()


COLOURS = [value for value, _words in PALETTE]


@pytest.mark.parametrize("accent", COLOURS)
def test_a_colour_of_the_palette_is_read_everywhere(accent: str) -> None:
    dark = contrast.at_night(accent, contrast.DARK_PAPER)

    assert contrast.lowest(accent, contrast.GROUNDS) >= 4.5  # guide, site and letters, in light
    assert contrast.contrast(dark, contrast.DARK_PAPER) >= 4.5  # site, in dark
    assert contrast.contrast(contrast.at_night(accent, contrast.MAIL_DARK), "#292620") >= 4.5
    assert contrast.contrast(accent, layout.ink_on(accent)) >= 4.5  # buttons in letters


@pytest.mark.parametrize("accent", COLOURS)
def test_the_shades_of_the_desk_are_read(accent: str) -> None:
    shades = contrast.shades(accent)

    assert contrast.contrast(shades["600"], "#ffffff") >= 4.5
    assert contrast.contrast(shades["400"], "#111827") >= 3


@pytest.mark.parametrize("warm", [value for value, _words in WARM])
def test_a_warm_colour_is_told_from_every_paper(warm: str) -> None:
    assert contrast.lowest(warm, contrast.GROUNDS) >= 3
    assert contrast.lowest(warm, (contrast.PAPER, contrast.WASH)) >= 4.5  # small words of pages
    assert contrast.contrast(contrast.at_night(warm, contrast.DARK_PAPER), contrast.DARK_PAPER) >= 3


@pytest.mark.parametrize("typeface", Typeface)
def test_every_pair_of_typefaces_is_shipped_with_its_licences(typeface: Typeface) -> None:
    page = find("site.css" if typeface == DEFAULT.typeface else f"typefaces/{typeface}.css")
    paper = (weasy.SKELETON / f"typeface-{typeface}.css").read_text()

    for name in re.findall(r"fonts/([a-z-]+\.woff2)", page):
        assert finders.find(f"fonts/{name}")
    for name in re.findall(r"url\((\S+\.ttf)\)", paper):
        assert (weasy.FONTS / name).is_file()
        assert (weasy.FONTS / f"OFL-{name.partition('-')[0]}.txt").is_file()
    assert READ_FIRST[typeface].removeprefix("fonts/") in page


@pytest.mark.parametrize("typeface", Typeface)
def test_a_page_in_any_typeface_stays_as_light(typeface: Typeface) -> None:
    """The fonts of a first page: of the 80 kB that one may weigh, 52 (promise of speed)."""
    sheet = "site.css" if typeface == DEFAULT.typeface else f"typefaces/{typeface}.css"
    names = set(re.findall(r"fonts/[a-z-]+\.woff2", find(sheet)))

    assert sum(Path(str(finders.find(name))).stat().st_size for name in names) <= 52_000
