"""A web process of the product on a free port, and a visitor who answers the assessment on it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.machine import ROOT
from demo.pages import Form, Visitor, WebPage
from project.processes import web

SHEET = ROOT / "content" / "resistance-reframe" / "samples" / "push.json"
ASSESSMENT = "/assessment/resistance-reframe/"


@contextmanager
def serving(env: dict[str, str], port: int) -> Iterator[str]:
    """The web process alone; the site's address."""
    site = f"http://127.0.0.1:{port}"
    line = web("127.0.0.1", port)
    with subprocess.Popen(line, cwd=ROOT, env=env, start_new_session=True) as process:
        try:
            wait(site, process)
            yield site
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def wait(site: str, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Until the site answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{site}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"{site} does not answer")


class Reader:
    """Answers the assessment from a sample sheet, one page at a time."""

    def __init__(self, site: str) -> None:
        self.visitor = Visitor(site)
        self.left = dict(json.loads(SHEET.read_text())["answers"])

    def begin(self) -> WebPage:
        """The first page of questions."""
        start = self.visitor.open(ASSESSMENT)
        return self.visitor.send(next(form for form in start.forms if form.method == "post"))

    def form(self, page: WebPage) -> Form | None:
        """The form on a page that asks something of the sheet."""
        return next((form for form in page.forms if set(form.offered) & set(self.left)), None)

    def answer(self, page: WebPage) -> WebPage:
        """The page after this one is answered."""
        form = self.form(page)
        if form is None:
            raise RuntimeError(f"{page.url} asks nothing")
        for key in set(form.offered) & set(self.left):
            value = self.left.pop(key)
            if value is not None:
                form.fill(key, str(value))
        return self.visitor.send(form)

    def pages(self) -> Iterator[WebPage]:
        """Every page of questions in turn, and the result."""
        page = self.begin()
        while self.form(page):
            yield page
            page = self.answer(page)
        yield page
