"""The language of a text, told by its small words."""

import pytest

from practice.languages import LANGUAGES
from writing.language import SMALL_WORDS, language_of

ENGLISH = (
    "When you are tired at the end of the day, what would help is often not what you do. Take a "
    "moment before you open the door, and look at the sky."
)
GERMAN = (
    "Wenn Sie am Ende des Tages müde sind, hilft oft nicht das, was Sie dann tun. Nehmen Sie sich "
    "einen Augenblick, bevor Sie die Tür öffnen, und sehen Sie in den Himmel."
)
LEADEN = " ".join(["–", *(f"{{% if profile == 'the_{n}' %}} {{{{ of_the }}}}" for n in range(30))])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        (f"{GERMAN} “Take the time that you need”, the doctor said.", "de"),
        (f"{ENGLISH} {GERMAN}", ""),
        ("The end of the day is what you make of it.", ""),
        (LEADEN, ""),
        (f"::: button book_url\n{GERMAN}\n:::", "de"),
        ("https://example.org/the/of/and " * 30, ""),
        ("", ""),
    ],
)
def test_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text) == language


def test_every_language_of_readers_has_its_small_words() -> None:
    assert SMALL_WORDS.keys() == dict(LANGUAGES).keys()
