"""Small points of typesetting: quotation marks that curl, dates as a region writes them, no short
word alone on the last line of a paragraph. Pure.
"""

from __future__ import annotations

import re
from datetime import date

_OPENS = r"(^|[\s(\[{/–—“‘*_])"
_LAST_WORDS = re.compile(
    r" (?:[^\s<>]{1,3} )?[^\s<>]{1,5}(?=(?:</(?:a|em|strong)>)?</(?:p|li|dd)>)"
    r"| [^\s<>]{1,5}(?=</td>)"
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def curly(text: str) -> str:
    """Straight quotes and apostrophes as a printer sets them."""
    text = re.sub(_OPENS + '"', r"\1“", text, flags=re.MULTILINE).replace('"', "”")
    return re.sub(_OPENS + "'", r"\1‘", text, flags=re.MULTILINE).replace("'", "’")


def written(day: date, *, paper: str) -> str:
    """A date in words, the month first where letters are printed on US Letter."""
    month = _MONTHS[day.month - 1]
    if paper == "letter":
        return f"{month} {day.day}, {day.year}"
    return f"{day.day} {month} {day.year}"


def bound(html: str) -> str:
    """Finished HTML whose paragraphs, list items and cells keep a short last word in company, and
    an ellipsis with the word before it.
    """
    kept = html.replace(" …", "\u00a0…")
    return _LAST_WORDS.sub(lambda found: found[0].replace(" ", "\u00a0"), kept)
