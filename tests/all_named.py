"""What pages, mails and guides name, and whether it is there (promise 24)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from django.contrib.staticfiles import finders
from django.test import Client
from pypdf import PdfReader

from tests.desk.test_promises import put_away

SITE = "http://testserver"
NAMED = re.compile(r'<(img|script|link|a|source|iframe|use)\b[^>]*?\s(?:src|href)="([^"]+)')
SIZES = re.compile(r'\s(?:image)?srcset="([^"]+)"')
WHOLE = re.compile(rf"{SITE}[^\s\"'<>\\]*")
IDS = re.compile(r'\s(?:id|name)="([^"]+)"')
IN_SHEET = re.compile(r"url\(\s*[\"']?([^\"')]+)")
IN_SCRIPT = re.compile(r"\b(?:from|import)\s*\(?\s*[\"'](\.[^\"']+)")


def named(html: str, *, at: str = "/") -> set[str]:
    """The path of everything of ours that a page names, its pictures in all their sizes, and of
    all that stands in it as a whole address: what other sites show, feeds, maps of the site.
    """
    sizes = [size for told in SIZES.findall(html) for size in told.split()[::2]]
    found = {address for _tag, address in NAMED.findall(html)} | {*sizes}
    whole = {address.rstrip(".,;)") for address in WHOLE.findall(html)}
    return {path for one in found | whole if (path := ours(one, at=at))}


def ours(address: str, *, at: str) -> str:
    """The path of an address of this house, as a page at `at` gives it; empty of any other."""
    parts = urlsplit(urljoin(f"{SITE}{at}", address.replace("&amp;", "&").replace("\\u0026", "&")))
    if f"{parts.scheme}://{parts.netloc}" != SITE:
        return ""
    path = parts.path or "/"
    return f"{path}?{parts.query}" if parts.query else path


def lost_anchors(html: str) -> set[str]:
    """Places in the same page that a link leads to and that are not there."""
    led = {address[1:] for _tag, address in NAMED.findall(html) if address.startswith("#")}
    return led - set(IDS.findall(html)) - {"", "top"}


def links_of(pdf: bytes) -> Iterator[str]:
    """The addresses that a file on paper leads to."""
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for annotation in page.get("/Annots", ()):
            action = annotation.get_object().get("/A", {})
            if "/URI" in action:
                yield str(action["/URI"])


class House:
    """Asks for everything once."""

    def __init__(self) -> None:
        self.asked: dict[str, bool] = {}

    def gone_from(self, found: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
        """What is named and not there, by where it is named."""
        gone = {
            where: {path for path in paths if not self.has(path)} for where, paths in found.items()
        }
        return {where: paths for where, paths in gone.items() if paths}

    def has(self, path: str) -> bool:
        """Whether it is there, and all that it names itself if it is a style sheet or a script."""
        if path not in self.asked:
            self.asked[path] = True  # meanwhile: two may name each other
            self.asked[path] = self._static(path) if is_static(path) else self._page(path)
        return self.asked[path]

    def _static(self, path: str) -> bool:
        file = finders.find(path.removeprefix("/static/"))
        if file is None:
            return False
        pattern = {"css": IN_SHEET, "js": IN_SCRIPT}.get(path.rpartition(".")[2])
        if pattern is None:
            return True
        with open(file, encoding="utf-8") as text:  # noqa: PTH123 (a finder's answer is a string)
            inside = pattern.findall(text.read())
        there = [self.has(urljoin(path, one)) for one in inside if not one.startswith("data:")]
        return all(there)

    def _page(self, path: str) -> bool:
        answer = Client().get(path)
        put_away(answer)
        if answer.status_code == 302:
            further = ours(answer["Location"], at=path)
            return not further or self.has(further)
        return answer.status_code == 200


def is_static(path: str) -> bool:
    return path.startswith("/static/")
