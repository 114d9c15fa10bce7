"""Small points of typesetting: quotation marks that curl, dates as a region writes them, no short
word alone on the last line of a paragraph. Pure.
"""

from __future__ import annotations

import re
from datetime import date

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _

_OPENS = r"(^|[\s(\[{/–—“‘*_])"
_LAST_WORDS = re.compile(
    r" (?:[^\s<>]{1,3} )?[^\s<>]{1,5}(?=(?:</(?:a|em|strong)>)?</(?:p|li|dd)>)"
    r"| [^\s<>]{1,5}(?=</td>)"
)


def curly(text: str) -> str:
    """Straight quotes and apostrophes as a printer sets them."""
    text = re.sub(_OPENS + '"', r"\1“", text, flags=re.MULTILINE).replace('"', "”")
    return re.sub(_OPENS + "'", r"\1‘", text, flags=re.MULTILINE).replace("'", "’")


def written(day: date, *, paper: str) -> str:
    """A date in words, the month first where letters are printed on US Letter."""
    # Translators: how a day is written in a guide, in Django's letters for dates.
    return formatted(day, _("F j, Y") if paper == "letter" else _("j F Y"))


def bound(html: str) -> str:
    """Finished HTML whose paragraphs, list items and cells keep a short last word in company, and
    an ellipsis with the word before it.
    """
    joined = html.replace(" …", "\u00a0…")
    return _LAST_WORDS.sub(lambda match: match[0].replace(" ", "\u00a0"), joined)
