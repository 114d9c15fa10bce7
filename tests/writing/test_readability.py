"""The reading grade rises with longer words and sentences."""

import pytest

from writing.readability import grade, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [("no", 1), ("care", 1), ("table", 2), ("client", 2), ("resistance", 3), ("responsibility", 6)],
)
def test_syllables_of_common_words(word: str, count: int) -> None:
    assert syllables(word) == count


def test_plain_text_is_easy_and_heavy_text_is_hard() -> None:
    plain = "The no is care. You can ask what it guards. Then you wait."
    heavy = (
        "Institutional responsibilities notwithstanding, practitioners systematically "
        "underestimate the interdependence of motivational and protective considerations."
    )

    assert grade(plain) < 3
    assert grade(heavy) > 14


def test_text_without_words_has_no_grade() -> None:
    assert grade("  … 12 ") == 0.0
