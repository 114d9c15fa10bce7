"""What somebody wrote in a reply, without the mail of ours that their program put beneath it. Pure.

A letter is kept as passages its reader's answers chose, and a quoted one would show the author what
they answered (decision 0005). Quotes go by their marks; what mail programs leave unmarked goes by
its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARKED = re.compile(r"^\s*[>|]")
_ATTRIBUTION = re.compile(r"^(On|Am|Le|El|Il|Op)\b.{5,300}:\s*$", re.DOTALL)
_ORIGINAL = re.compile(r"^\s*(-{2,}|_{5,}).*", re.I)
_HEADER = re.compile(r"^\s*\*?(From|Von|De|Da|Van)\*?:\s.+$", re.I)
_NEXT_HEADER = re.compile(
    r"^\s*\*?(Sent|Date|To|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet)\*?:", re.I
)
_END = re.compile(r"(?<=[.!?:])\s+")
SHORTEST = 12  # characters; shorter sentences tell nothing by themselves


def own_words(text: str, *, chosen: frozenset[str]) -> str:
    """The reply alone. `chosen`: sentences of our mails that their answers brought in."""
    lines = _until_original(text.replace("\r\n", "\n").split("\n"))
    unmarked = [line for line in lines if not _MARKED.match(line)]
    paragraphs = re.split(r"\n\s*\n", "\n".join(unmarked))
    written = (paragraph.strip() for paragraph in paragraphs if not _is_ours(paragraph, chosen))
    return "\n\n".join(paragraph for paragraph in written if paragraph)


def _until_original(lines: list[str]) -> list[str]:
    """The lines before a mail that stands below without marks, as Outlook leaves it."""
    for number, line in enumerate(lines):
        after = lines[number + 1 : number + 4]
        heads = _HEADER.match(line) and any(_NEXT_HEADER.match(line) for line in after)
        rule = _ORIGINAL.match(line) and any(_HEADER.match(line) for line in after)
        if heads or rule:
            return lines[:number]
    return lines


def _is_ours(paragraph: str, chosen: frozenset[str]) -> bool:
    words = " ".join(paragraph.split())
    return bool(_ATTRIBUTION.match(words)) or any(sentence in words for sentence in chosen)


def sentences(text: str) -> frozenset[str]:
    """The sentences of a text as one line each, those too short to tell anything left out."""
    parts: Iterable[str] = _END.split(" ".join(text.split()))
    return frozenset(sentence for sentence in parts if len(sentence) >= SHORTEST)
