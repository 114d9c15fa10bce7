"""Walks one visitor from the landing page to a booked hour and verifies each step as it goes."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import yaml
from icalendar import Calendar
from pypdf import PdfReader

from demo.house import ROOT, DemoHouse
from demo.pages import Visitor, WebPage

ADDRESS = "robin@example.net"
ZONE = "America/New_York"
COURSE = "resistance-reframe"


class WalkFailed(Exception):
    """A step that did not hold; the text says what was expected and what was seen."""


def expect(holds: object, what: str) -> None:
    if not holds:
        raise WalkFailed(what)


def said(mail: EmailMessage, kind: str = "plain") -> str:
    """The text of a mail's plain or html part."""
    part = mail.get_body(preferencelist=(kind,))
    expect(part is not None, f"the mail has a {kind} part")
    assert part is not None
    return str(part.get_content())


def link_in(mail: EmailMessage, site: str, part: str) -> str:
    """The first link of ours in a mail whose path starts with `part`."""
    match = re.search(re.escape(f"{site}{part}") + r"[^\s>\"')\]]*", said(mail))
    expect(match, f"the mail has a link to {part}")
    assert match
    return match.group(0)


class Walk:
    """One visitor's journey; each step returns the lines to print."""

    def __init__(self, house: DemoHouse, out: Path, sheet: Path) -> None:
        self.house = house
        self.out = out
        self.sheet = json.loads(sheet.read_text())
        self.name = self.sheet.get("first_name") or "Robin"
        self.visitor = Visitor(house.site)
        self.score = house.json_lines("score", typed=json.dumps(self.sheet) + "\n")[0]
        self.mailed: list[str] = []
        self.result: WebPage
        self.guide_link = ""
        self.confirm_link = ""
        self.confirmed_at = datetime.now(UTC)

    def steps(self) -> Iterator[tuple[str, Callable[[], list[str]]]]:
        yield "lands on the site", self.land
        yield "answers the assessment", self.answer
        yield "reads a result that matches the answers", self.read_result
        yield "asks for the guide and the letters", self.ask
        yield "gets one letter with both links", self.first_mail
        yield "opens the personal guide", self.guide
        yield "says yes to the letters", self.confirm
        yield "gets eight letters, each once, in order", self.letters
        yield "books a conversation", self.book

    def save(self, name: str, content: bytes) -> str:
        target = self.out / name
        target.write_bytes(content)
        return str(target)

    def land(self) -> list[str]:
        page = self.visitor.open("/")
        expect(page.status == 200, f"the landing page answers 200, not {page.status}")
        self.here = self.visitor.open(page.link_to(f"/assessment/{COURSE}/"))
        return [page.url]

    def answer(self) -> list[str]:
        page = self.visitor.send(next(f for f in self.here.forms if f.method == "post"))
        left = dict(self.sheet["answers"])
        pages = 0
        while True:
            form = next((f for f in page.forms if set(f.offered) & set(left)), None)
            if form is None:
                break
            for key in set(form.offered) & set(left):
                value = left.pop(key)
                if value is not None:
                    form.fill(key, str(value))
            page = self.visitor.send(form)
            pages += 1
        expect(not left, f"every question was asked; not {', '.join(left)}")
        self.result = page
        return [f"{len(self.sheet['answers'])} answers on {pages} pages"]

    def read_result(self) -> list[str]:
        content = assessment_names()
        profile = content["profiles"][self.score["profile"]]
        expect(profile in self.result.text, f"the result names the leaning {profile}")
        reading = content["readings"][self.score["reading"]]
        expect(reading.rstrip(".") in self.result.text, f"the result says: {reading}")
        for key, number in self.score["scales"].items():
            shown = str(round(number)) if number is not None else ""
            row = content["scales"][key]
            expect(
                number is None
                or re.search(rf"{re.escape(row)}\D{{0,120}}\b{shown}\b", self.result.text),
                f"the table shows {row} as {shown}",
            )
        return [f"{profile}: {reading}", self.result.url]

    def ask(self) -> list[str]:
        page = self.result
        if not any("email" in form.offered for form in page.forms):
            page = self.visitor.open(page.link_to("/guide/for/"))
        form = page.form_with("email")
        ticked = {"letters", "wants_course", "course"} & set(form.offered)
        expect(ticked, "the form offers the letters")
        expect(not ticked & set(form.values), "the box for the letters is not ticked beforehand")
        form.fill("email", ADDRESS)
        form.fill("first_name", self.name)
        box = ticked.pop()
        form.fill(box, form.offered[box][0])
        for name in {"zone"} & set(form.offered):
            form.values[name] = [ZONE]
        page = self.visitor.send(form)
        expect(page.status == 200, f"the page after it answers 200, not {page.status}")
        return [page.url.split("/guide/")[0] + "/guide/…"]

    def first_mail(self) -> list[str]:
        file, mail = self.house.next_mail(ADDRESS, "the letter with the guide")
        self.guide_link = link_in(mail, self.house.site, "/guide/")
        self.confirm_link = link_in(mail, self.house.site, "/confirm/")
        expect(self.name not in said(mail), "nothing the visitor typed is in it")
        return [str(file)]

    def guide(self) -> list[str]:
        page = self.visitor.open(self.guide_link)
        expect(self.name not in page.text, "a mistyped address would show nobody's name")
        self.visitor.send(page.form_with("do"))
        page = self.house.until(self.ready_guide, "the guide is ready to download")
        pdf = self.visitor.open(page.link_to(".pdf"))
        expect(pdf.body.startswith(b"%PDF"), "the download is a PDF")
        reader = PdfReader(io.BytesIO(pdf.body))
        text = " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())
        profile = assessment_names()["profiles"][self.score["profile"]]
        expect(self.name in text, f"the guide names {self.name}")
        expect(profile in text, f"the guide names {profile}")
        expect(12 <= len(reader.pages) <= 18, f"12 to 18 pages, not {len(reader.pages)}")
        path = self.save("guide.pdf", pdf.body)
        return [path, f"{len(reader.pages)} pages, {len(pdf.body) // 1000} kB"]

    def ready_guide(self) -> WebPage | None:
        page = self.visitor.open(self.guide_link)
        return page if any(".pdf" in address for address, _label in page.links) else None

    def confirm(self) -> list[str]:
        page = self.visitor.open(self.confirm_link)
        form = next(form for form in page.forms if form.method == "post")
        if "zone" in form.offered:
            form.values["zone"] = [ZONE]
        self.confirmed_at = datetime.now(UTC)
        page = self.visitor.send(form)
        expect(page.status == 200, f"confirming answers 200, not {page.status}")
        return ["the page says when the first letter comes"]

    def letters(self) -> list[str]:
        answers = self.out / "answers.json"
        answers.write_text(json.dumps(self.sheet | {"first_name": self.name}))
        start = self.confirmed_at.isoformat().replace("+00:00", "Z")
        planned = self.house.json_lines(
            *("rehearse", COURSE, "--answers", str(answers), "--zone", ZONE, "--start", start)
        )
        planned = [letter for letter in planned if not letter["skipped"]]
        expect(len(planned) == 8, f"the rehearsal tells of 8 letters, not {len(planned)}")
        lines = []
        for letter in planned:
            at = datetime.fromisoformat(letter["at"])
            self.house.travel(at + timedelta(seconds=20))
            file, mail = self.house.next_mail(ADDRESS, f"{letter['key']} at {letter['local']}")
            expect(
                mail["Subject"] == letter["subject"],
                f"{letter['key']} is “{letter['subject']}”, not “{mail['Subject']}”",
            )
            expect("List-Unsubscribe-Post" in mail, "one click stops the letters (RFC 8058)")
            expect("Example Street" in said(mail), "the footer has the postal address")
            lines.append(f"{letter['local']}  {mail['Subject']}  {file}")
        self.house.travel(at + timedelta(hours=1))
        expect(not [m for m in self.house.mails() if m[1]["To"] == ADDRESS], "no letter came twice")
        return lines

    def book(self) -> list[str]:
        page = self.visitor.open("/book/")
        form = page.form_with("email")
        slot = next(name for name in ("slot", "start", "starts_at") if form.offered.get(name))
        chosen = form.offered[slot][0]
        form.fill(slot, chosen)
        form.fill("email", ADDRESS)
        for name in {"first_name", "name"} & set(form.offered):
            form.fill(name, self.name)
        page = self.visitor.send(form)
        expect(page.status == 200 and "/booking/" in page.url, "the booking has its own page")
        _file, mail = self.house.next_mail(ADDRESS, "the letter that asks whether it is theirs")
        page = self.visitor.open(link_in(mail, self.house.site, "/booking/"))
        self.visitor.send(next(form for form in page.forms if form.method == "post"))
        _file, mail = self.house.next_mail(ADDRESS, "the confirmation of the booking")
        calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
        content = calendar.get_payload(decode=True)
        assert isinstance(content, bytes)
        event = Calendar.from_ical(content).walk("VEVENT")[0]
        begins = event["DTSTART"].dt.astimezone(UTC)
        wanted = datetime.fromisoformat(chosen).astimezone(UTC)
        expect(begins == wanted, f"the calendar file says {wanted}, not {begins}")
        return [
            f"{event['SUMMARY']}: {begins:%A %d %B %Y %H:%M} UTC",
            self.save("booking.ics", content),
        ]


def assessment_names() -> dict[str, dict[str, Any]]:
    """Names of profiles, readings and scales as the content files have them."""
    content = yaml.safe_load(
        (ROOT / "content" / "resistance-reframe" / "assessment.yaml").read_text()
    )
    return {
        part: {row["key"]: row["name"] for row in content[part]}
        for part in ("profiles", "readings", "scales")
    }
