"""The way through any offer, told by nothing but its folder: what is asked is answered with the
first answer offered.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from demo.house import DemoHouse
from demo.pages import Visitor, WebPage
from demo.walk import link_in
from offers import files


class OfferWalk:
    """One visitor on the pages of one offer."""

    def __init__(self, house: DemoHouse, visitor: Visitor, folder: Path) -> None:
        self.house, self.visitor = house, visitor
        self.slug = files.slug(folder)
        content = yaml.safe_load((folder / "assessment.yaml").read_text())
        self.asked = [question["key"] for question in content["questions"]]
        self.address = f"{self.slug}@example.net"
        self.guide_link = ""

    def front(self) -> WebPage:
        return self.visitor.open(f"/o/{self.slug}/")

    def start(self) -> WebPage:
        """Where the assessment begins: the front page where an offer has no other."""
        page = self.front()
        is_start = "/assessment/" in page.url
        return page if is_start else self.visitor.open(page.link_to("/assessment/"))

    def questions(self) -> WebPage:
        """The first page of them."""
        return self.visitor.send(next(form for form in self.start().forms if form.method == "post"))

    def result(self) -> WebPage:
        return self.visitor.answer(self.questions(), self.asked, {})

    def guide(self) -> WebPage:
        """The page of the guide, asked for with the letters, once its file is there."""
        page = self.result()
        if not any("email" in form.offered for form in page.forms):
            page = self.visitor.open(page.link_to("/guide/for/"))
        form = page.form_with("email")
        form.fill("email", self.address)
        for box in {"letters"} & set(form.offered):
            form.fill(box, form.offered[box][0])
        self.visitor.send(form)
        _file, letter = self.house.next_mail(self.address, f"the letter of {self.slug}")
        self.guide_link = link_in(letter, self.house.site, "/guide/")
        self.visitor.send(self.visitor.open(self.guide_link).form_with("do"))
        return self.house.until(self._ready, f"the guide of {self.slug}")

    def _ready(self) -> WebPage | None:
        page = self.visitor.open(self.guide_link)
        return page if any(".pdf" in address for address, _label in page.links) else None
