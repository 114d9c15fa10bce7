"""What a reader's language and country say."""

import pytest

from practice.languages import first_weekday

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("tags", "day"),
    [
        (("en-US", "de"), 6),
        (("en-GB", "en"), 0),
        (("de",), 0),
        (("en",), 6),
        (("ar-EG",), 5),
        (("zz-ZZ", "no", "", "-", "en-\x00", "x" * 100, "de"), 0),
    ],
)
def test_week_begins_as_it_does_where_the_first_known_language_is_spoken(
    tags: tuple[str, ...], day: int
) -> None:
    assert first_weekday(*tags) == day
