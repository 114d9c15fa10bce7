"""Every colour she may choose can be read: on paper, on white, in the dark, in letters."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from mail import layout
from practice import contrast
from practice.models import Practice
from practice.palette import PALETTE

COLOURS = [value for value, _words in PALETTE]


@pytest.mark.parametrize("accent", COLOURS)
def test_a_colour_of_the_palette_is_read_everywhere(accent: str) -> None:
    dark = contrast.readable(accent, on=contrast.DARK_PAPER, towards="#ffffff")

    assert contrast.contrast(accent, "#ffffff") >= 4.5  # guide
    assert contrast.contrast(accent, contrast.PAPER) >= 4.5  # site, in light
    assert contrast.contrast(dark, contrast.DARK_PAPER) >= 4.5  # site, in dark
    assert contrast.contrast(accent, layout.ink_on(accent)) >= 4.5  # buttons in letters


@pytest.mark.parametrize("accent", COLOURS)
def test_the_shades_of_the_desk_are_read(accent: str) -> None:
    shades = contrast.shades(accent)

    assert contrast.contrast(shades["600"], "#ffffff") >= 4.5
    assert contrast.contrast(shades["400"], "#111827") >= 3


@pytest.mark.parametrize(("accent", "fine"), [("#f4d35e", False), ("#2c5282", True)])
def test_a_colour_too_pale_is_refused(accent: str, fine: bool) -> None:
    field = Practice._meta.get_field("accent")

    if fine:
        field.run_validators(accent)
    else:
        with pytest.raises(ValidationError, match="Too pale"):
            field.run_validators(accent)
