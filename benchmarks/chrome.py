"""Real Chromium: what a page weighs on the wire, Lighthouse's scores, a browser for axe."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.machine import checkers, chromium

FLAGS = ("--disable-background-networking", "--disable-component-update", "--no-first-run")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def flags() -> list[str]:
    return [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@contextmanager
def browser(*more: str) -> Iterator[Browser]:
    """Chromium, with further flags."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=[*flags(), *more])
        yield found
        found.close()


def kilobytes(found: Browser, url: str) -> float:
    """Everything a first visit to a page loads, as it came over the wire with its headers."""
    context = found.new_context()
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    loaded: list[float] = []
    line.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    context.close()
    return sum(loaded) / 1000


def lighthouse(url: str, runs: int) -> dict[str, int]:
    """The median score of each category, 0 to 100, on Lighthouse's slow phone."""
    script = checkers() / "lighthouse" / "cli" / "index.js"
    shown = " ".join(["--headless=new", *flags()])
    line = ["node", str(script), url, "--output=json", "--quiet", f"--chrome-flags={shown}"]
    line.append(f"--only-categories={','.join(CATEGORIES)}")
    env = os.environ | {"CHROME_PATH": chromium()}
    scores: dict[str, list[float]] = {}
    for _ in range(runs):
        done = subprocess.run(line, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"Lighthouse failed: {done.stderr.strip()[-1000:]}")
        for name, category in json.loads(done.stdout)["categories"].items():
            scores.setdefault(name, []).append(category["score"] or 0)
    return {name: round(100 * median(values)) for name, values in scores.items()}
