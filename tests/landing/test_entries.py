"""A block's text is a list: each heading in it begins an entry."""

from __future__ import annotations

import pytest

from landing.entries import Entry, split

pytestmark = pytest.mark.slow


def test_a_heading_begins_an_entry_and_what_stands_before_is_the_lead() -> None:
    text = "First this.\n\n### One\n\nIts text.\n\nMore.\n### Two ###\n"

    assert split(text) == (
        "First this.",
        [Entry("One", "Its text.\n\nMore.", 3), Entry("Two", "", 8)],
    )


@pytest.mark.parametrize("text", ["", "Only words.", "#no heading", "a ### b"])
def test_a_text_without_headings_has_no_entries(text: str) -> None:
    assert split(text) == (text, [])


def test_a_heading_without_words_is_an_entry_without_a_title() -> None:
    assert split("### \nText")[1] == [Entry("", "Text", 1)]
