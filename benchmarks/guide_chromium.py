"""Headless Chromium printing the guide's own HTML, the peer of `bench_guide`."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser

from benchmarks.machine import Worker

FLAGS = ("--allow-file-access-from-files",)


def printer(browser: Browser, folder: Path, worker: Worker, readers: int) -> Callable[[], float]:
    """Seconds of the next print; the pages are asked from a worker and lie in files."""
    files = [folder / f"{number}.html" for number in range(readers)]
    for number, file in enumerate(files):
        worker.ask(f"html {number} {file}")
    turns = itertools.cycle(files)

    def run() -> float:
        began = perf_counter()
        page = browser.new_page()
        page.goto(next(turns).as_uri(), wait_until="load")
        page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
        page.close()
        return perf_counter() - began

    return run
