"""Every colour she may choose can be read: on paper, on white, in the dark, in letters."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from mail import layout
from practice import colour
from practice.models import Practice
from practice.palette import PALETTE

COLOURS = [value for value, _words in PALETTE]


@pytest.mark.parametrize("accent", COLOURS)
def test_a_colour_of_the_palette_is_read_everywhere(accent: str) -> None:
    dark = colour.readable(accent, on=colour.DARK_PAPER, towards="#ffffff")

    assert colour.contrast(accent, "#ffffff") >= 4.5  # guide
    assert colour.contrast(accent, colour.PAPER) >= 4.5  # site, in light
    assert colour.contrast(dark, colour.DARK_PAPER) >= 4.5  # site, in dark
    assert colour.contrast(accent, layout.ink_on(accent)) >= 4.5  # buttons in letters


@pytest.mark.parametrize("accent", COLOURS)
def test_the_shades_of_the_desk_are_read(accent: str) -> None:
    shades = colour.shades(accent)

    assert colour.contrast(shades["600"], "#ffffff") >= 4.5
    assert colour.contrast(shades["400"], "#111827") >= 3


@pytest.mark.parametrize(("accent", "fine"), [("#f4d35e", False), ("#2c5282", True)])
def test_a_colour_too_pale_is_refused(accent: str, fine: bool) -> None:
    field = Practice._meta.get_field("accent")

    if fine:
        field.run_validators(accent)
    else:
        with pytest.raises(ValidationError, match="Too pale"):
            field.run_validators(accent)
