"""Tables of people as CSV, out and in. Out: no cell that a spreadsheet would run as a formula.
In: columns by the author's mapping, each row's faults by its number. Pure.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from contacts.addresses import fold, normal

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MOST_ROWS = 5000


def safe(value: object) -> str:
    """The text of a cell; what would start a formula is kept a text (OWASP, CSV injection)."""
    if isinstance(value, datetime):
        value = f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """CSV with a byte-order mark, so that spreadsheets read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe(cell) for cell in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


@dataclass(frozen=True)
class ImportRow:
    """One row of a file: who, and when and how they agreed; or what is wrong with it."""

    number: int
    email: str
    first_name: str
    evidence: str
    fault: str = ""


SIGNS = {"email": ("mail",), "first_name": ("first", "given", "vorname", "name")}
OTHERS = ("last", "sur", "family", "nach", "user", "company")


def likely(names: Sequence[str]) -> dict[str, str]:
    """The columns that look like the address and the first name. How somebody agreed is never
    guessed.
    """
    columns_by_name: dict[str, str] = {}
    for what, words in SIGNS.items():
        free = [name for name in names if name not in columns_by_name.values()]
        fitting = [name for name in free if not any(word in fold(name) for word in OTHERS)]
        hit = next((name for word in words for name in fitting if word in fold(name)), None)
        if hit:
            columns_by_name[what] = hit
    return columns_by_name


def columns(text: str) -> list[str]:
    """The names in a file's first line."""
    return next(_reader(text), [])


def incoming(
    text: str, mapping: Mapping[str, str], *, sentences: Mapping[str, str]
) -> list[ImportRow]:
    """Every row of a file. `mapping` names the column of email, first_name and evidence;
    `sentences` are those for faults: email, twice, evidence.
    """
    reader = _reader(text)
    head = next(reader, [])
    place = {name: head.index(column) for name, column in mapping.items() if column in head}
    seen: set[str] = set()
    return [
        _row(number, cells, place, seen, sentences)
        for number, cells in enumerate(reader, start=2)
        if any(cell.strip() for cell in cells)
    ]


def _row(
    number: int,
    cells: Sequence[str],
    place: Mapping[str, int],
    earlier: set[str],
    sentences: Mapping[str, str],
) -> ImportRow:
    cell = {name: cells[at].strip() if at < len(cells) else "" for name, at in place.items()}
    email = normal(cell.get("email", "")) or ""
    fault = ""
    if not email:
        fault = sentences["email"]
    elif fold(email) in earlier:
        fault = sentences["twice"]
    elif not cell.get("evidence"):
        fault = sentences["evidence"]
    earlier.add(fold(email))
    name = " ".join(cell.get("first_name", "").split())[:80]
    return ImportRow(
        number, email or cell.get("email", "")[:254], name, cell.get("evidence", ""), fault
    )


def _reader(text: str) -> Iterator[list[str]]:
    text = text.lstrip("\ufeff")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    return csv.reader(io.StringIO(text), delimiter=separator)
