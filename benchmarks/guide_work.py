"""One worker of `bench_guide`: reads `ours N`, `plain N`, `html N FILE`, `kb N`, `pages N`, `rss`;
N is the reader, each another person. Needs no database: the content files serve.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from random import Random
from time import perf_counter

from django.conf import settings
from pypdf import PdfReader
from weasyprint import CSS, HTML

from assessments import answers, result, scoring
from guides import actions, content, pdf, recipient, weasy
from guides.management.commands.make_guide import starting
from guides.recipient import Recipient
from guides.typography import written
from health.clock import now
from offers import files as offers
from practice.models import Practice

FROZEN, DEFINITION = starting()
IDENTITY = Practice().identity


FILES = sorted((offers.home(settings.CONTENT_DIR) / "samples").glob("*.json"))
SAMPLES = [json.loads(file.read_text())["answers"] for file in FILES if file.stem != "not-enough"]
NAMES = ("Robin", "Kim", "Alex", "Sam", "Jamie", "Maria", "Noor", "Piotr", "Lena", "Tom")


@lru_cache(maxsize=1)
def reader(number: int) -> Recipient:
    """Samples in turn, each time somebody else: of a field, a name, conditions and a fifth of the
    answers of their own. The day is the same for all, as on the day of a launch.
    """
    own, given = Random(number), dict(SAMPLES[number % len(SAMPLES)])
    given["field"] = own.choice(tuple(DEFINITION.axes.with_keys["field"].keys))
    for question in DEFINITION.conditions:
        given[question.key] = own.choice(("no", "no", "no", "somewhat", "yes"))
    for key, value in given.items():
        if isinstance(value, int) and own.random() < 0.2:
            given[key] = min(4, max(0, value + own.choice((-1, 1))))
    sheet = answers.sheet(DEFINITION, {"answers": given})
    found = scoring.score(DEFINITION, sheet.answers)
    facts = result.facts(DEFINITION, found, sheet.answers)
    return recipient.reader(
        DEFINITION,
        found,
        facts=facts,
        names=result.names(DEFINITION, facts),
        first_name=f"{own.choice(NAMES)} {own.choice(NAMES)}",
        date=written(now().date(), paper="a4"),
        urls=actions.addresses(DEFINITION.slug, guide=FROZEN.slug),
    )


def html(number: int) -> str:
    return pdf.page(
        content.document(FROZEN, reader(number), "paper", identity=IDENTITY), paper="a4"
    )


def sheets() -> list[str]:
    """The stylesheets of the guide as text."""
    return weasy.sheets("a4", IDENTITY.look)


def ours(number: int) -> bytes:
    return pdf.pdf(content.document(FROZEN, reader(number), "paper", identity=IDENTITY), paper="a4")


def plain(number: int) -> bytes:
    base = weasy.FONTS.as_uri() + "/"
    made: bytes = HTML(string=html(number)).write_pdf(
        stylesheets=[CSS(string=sheet, base_url=base) for sheet in sheets()],
        pdf_variant="pdf/ua-1",
        pdf_forms=True,
        pdf_tags=True,
    )
    return made


def page_file(number: int, file: str) -> None:
    """The page with its styles in it, for a browser."""
    styles = "".join(f"<style>{sheet}</style>" for sheet in sheets())
    head = f'<base href="{weasy.FONTS.as_uri()}/">{styles}</head>'
    Path(file).write_text(html(number).replace("</head>", head))


def rss() -> float:
    """Resident memory in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def timed(number: int, make: Callable[[int], bytes]) -> float:
    """Seconds one document takes."""
    began = perf_counter()
    make(number)
    return perf_counter() - began


def answer(what: str, number: int, rest: list[str]) -> object:
    if what in ("ours", "plain"):
        return timed(number, ours if what == "ours" else plain)
    if what == "html":
        return page_file(number, rest[0])
    if what == "rss":
        return rss()
    made = ours(number)
    return round(len(made) / 1000, 1) if what == "kb" else len(PdfReader(io.BytesIO(made)).pages)


def main() -> None:
    for line in sys.stdin:
        what, *rest = line.split()
        print(answer(what, int(rest[0]) if rest else 0, rest[1:]), flush=True)
