"""Signs that no text has go at the border; what people write stays as it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from writing.clean import DEEPEST, TooDeep, cleaned, cleaned_tree, read_json


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ro\x00bin", "Robin"),
        ("half \ud83d a face", "half  a face"),
        ("bell\x07, escape\x1b, next line\x85, delete\x7f", "bell, escape, next line, delete"),
        ("one\u2028two\u2029three", "one\ntwo\nthree"),
        ("tab\tand\r\nlines\n", "tab\tand\r\nlines\n"),
        ("Zoë 🌿 Ђорђе محمد", "Zoë 🌿 Ђорђе محمد"),
    ],
)
def test_controls_go_and_text_stays(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@given(st.text(st.characters()))
def test_cleaned_text_can_be_stored_and_is_clean(text: str) -> None:
    once = cleaned(text)

    assert once == cleaned(once)
    assert "\x00" not in once.encode().decode()


def test_keys_and_values_of_json_are_cleaned() -> None:
    assert read_json('{"a\\u0000": ["\\ud800b", 1, null]}') == {"a": ["b", 1, None]}


@pytest.mark.parametrize("levels", [DEEPEST + 1, 1_000, 200_000])
def test_deep_json_is_refused_at_any_depth(levels: int) -> None:
    with pytest.raises(TooDeep):
        read_json("[" * levels + "]" * levels)


def test_ordinary_depth_is_read() -> None:
    tree = json.loads("[" * DEEPEST + "]" * DEEPEST)

    assert cleaned_tree(tree) == tree
