"""The languages a reader can be spoken to in, each with a catalog in locale/. Pure.

A page, a letter and a guide speak the language of the text they stand around. The browser is not
asked: half a page in another language than the questions helps nobody.
"""

from babel import Locale, UnknownLocaleError
from babel.core import get_global

DEFAULT = "en"
LANGUAGES = (("en", "English"), ("de", "Deutsch"))
"""Each by its own name. Every installation has all of them."""


def first_weekday(*tags: str) -> int:
    """The day a week begins on (0: Monday) where the first of these language tags (RFC 5646) is
    spoken that names or suggests a country: "en-GB", "de". Any text may stand among them.
    """
    for tag in tags:
        try:
            spoken = Locale.parse(tag, sep="-")
            if not spoken.territory:
                spoken = Locale.parse(get_global("likely_subtags")[spoken.language])
        except (ValueError, KeyError, UnknownLocaleError):
            continue
        return int(spoken.first_week_day)
    return 0
