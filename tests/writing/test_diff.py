"""How one text became another, in words."""

from __future__ import annotations

import pytest

from writing.diff import DiffPiece, changes, difference, shortened


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("One two three", "One two three", [DiffPiece("same", "One two three")]),
        (
            "One two three",
            "One four three",
            [
                DiffPiece("same", "One "),
                DiffPiece("gone", "two"),
                DiffPiece("new", "four"),
                DiffPiece("same", " three"),
            ],
        ),
        ("", "New", [DiffPiece("new", "New")]),
        ("Gone", "", [DiffPiece("gone", "Gone")]),
        ("Same\r\n", "Same", [DiffPiece("same", "Same")]),
        (
            "Kept.\nOld line.",
            "Kept.\nOld line.\nOne more.",
            [DiffPiece("same", "Kept.\nOld line."), DiffPiece("new", "\nOne more.")],
        ),
    ],
)
def test_difference_tells_what_went_and_what_came(
    old: str, new: str, pieces: list[DiffPiece]
) -> None:
    assert difference(old, new) == pieces


def test_words_around_a_change_put_both_texts_together_again() -> None:
    old = "The no is a guard.\n\nIt looks after a need, and you may ask it which."
    new = "A no is often a guard.\n\nIt looks after needs; you may ask which.\n\nThen wait."

    pieces = difference(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new


def test_only_texts_that_changed_are_told() -> None:
    old = {"Subject": "One", "Text": "Same", "Gone": "Was here"}
    new = {"Subject": "Two", "Text": "Same\n", "Fresh": "Is here"}

    assert [change.place for change in changes(old, new)] == ["Subject", "Fresh", "Gone"]


def test_long_stretches_that_stayed_are_folded() -> None:
    long = "word " * 200
    pieces = list(
        shortened([DiffPiece("new", "First. "), DiffPiece("same", long), DiffPiece("gone", "last")])
    )

    assert [piece.kind for piece in pieces] == ["new", "same", "skipped", "same", "gone"]
    assert len(pieces[1].text) < 130


PROSE = [f"word{number % 997}" for number in range(0, 60_000, 7)]
LONG = {
    "one word again and again": ("a " * 29_000, "a " * 29_999),
    "lines that all changed": ("a\n\n" * 15_000, "b\n\n" * 15_000),
    "a whole text written anew": (" ".join(PROSE), " ".join(reversed(PROSE))),
    "few words in another order": (
        " ".join(f"w{number % 60}" for number in range(14_000)),
        " ".join(f"w{number * 7 % 60}" for number in range(14_000)),
    ),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", LONG)
def test_long_texts_are_compared_without_looking_at_every_pair(name: str) -> None:
    old, new = LONG[name]

    pieces = difference(old, new)

    assert "".join(piece.text for piece in pieces if piece.kind != "new").split() == old.split()
    assert "".join(piece.text for piece in pieces if piece.kind != "gone").split() == new.split()


def test_a_small_change_in_a_long_text_is_still_told_as_one() -> None:
    words = " ".join(f"word{number % 500}" for number in range(10_000))

    pieces = difference(words, words.replace("word250 word251", "word250 fresh word251", 1))

    assert [piece.kind for piece in pieces] == ["same", "new", "same"]
