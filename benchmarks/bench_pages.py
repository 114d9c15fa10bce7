"""The assessment's pages as a visitor meets them: `bin/bench pages [--small]`.

One web process with production settings, SQLite, static files collected and compressed.

x_naive      requests a second of a page of questions, by those of the same questions in a plain
             Django form loop (benchmarks/naive.py: same process, middleware, base page, one row
             read); wrk with 16 connections, rounds interleaved, medians (must 2, goal 3)
errors       failed or non-2xx answers under 256 connections (must 0)
kb           a first visit to that page over the wire, fonts and all (must 80, goal 60)
lighthouse   performance, accessibility, best practices over first page, questions and result, the
             worst of each, and SEO of the indexed first page (must 100 each)
one_by_one   the questions as a script asks them, tapped in Chromium at 390 x 664 on slow 3G (2 s a
             round trip, 50 kB/s): taps_a_question (must 1); to_scroll, questions that do not stand
             on the screen whole (must 0); next_ms, the longest from a tap to the next screen (must
             100); ready_s, until no question needs the network any more; pauses; words, all there
             is to read from the start page to the result, each line once
"""

from __future__ import annotations

import re
import subprocess
from itertools import islice

from benchmarks import browse, chrome, machine, measure, one_by_one

MUST_NAIVE, MUST_KB, MUST_MS = 2, 80, 100
PAGE = 3  # a page of statements, the kind of which there are most


def wrk(url: str, connections: int, seconds: int) -> tuple[float, int]:
    """Requests a second, and how many went wrong."""
    line = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", url]
    said = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate, said
    wrong = re.findall(r"Non-2xx or 3xx responses: (\d+)", said)
    wrong += re.findall(r"(?:connect|read|write|timeout) (\d+)", said)
    return float(rate.group(1)), sum(map(int, wrong))


def speed(ours: str, naive: str, *, small: bool) -> dict[str, float]:
    seconds = 1 if small else 5
    for url in (ours, naive):
        wrk(url, 16, 1)
    found = measure.interleaved(
        {
            "ours": lambda: wrk(ours, 16, seconds)[0],
            "naive": lambda: wrk(naive, 16, seconds)[0],
        }
    )
    rate = measure.medians(found)
    _rate, errors = wrk(ours, 256, 2 if small else 15)
    return {
        "x_naive": measure.rounded(rate["ours"] / rate["naive"]),
        "errors": errors,
        "per_second": round(rate["ours"]),
        "naive_per_second": round(rate["naive"]),
    }


def weights(pages: dict[str, str]) -> dict[str, float]:
    with chrome.browser() as browser:
        found = {name: chrome.kilobytes(browser, url) for name, url in pages.items()}
    return {
        "kb" if name == "questions" else f"kb_{name}": round(kb, 1) for name, kb in found.items()
    }


def scores(pages: dict[str, str], *, small: bool) -> list[int]:
    """Lighthouse's four numbers, the worst over the pages; SEO where a page is indexed."""
    worst: dict[str, list[int]] = {name: [] for name in chrome.CATEGORIES}
    for name, url in pages.items():
        measure.say(f"Lighthouse on {name}")
        for category, score in chrome.lighthouse(url, 1 if small else 3).items():
            if category != "seo" or name == "landing":
                worst[category].append(score)
        measure.note(page=name, lighthouse={key: rows[-1] for key, rows in worst.items()})
    return [min(worst[name]) for name in chrome.CATEGORIES]


def places(site: str) -> tuple[str, dict[str, str]]:
    """An attempt that has come to PAGE: its key; the addresses to look at."""
    *_asked, result = browse.Reader(site).pages()
    page = next(islice(browse.Reader(site).pages(), PAGE - 1, None))
    key = page.url.rstrip("/").split("/")[-2]
    return key, {"landing": f"{site}/", "questions": page.url, "result": result.url}


def figures(*, small: bool) -> dict[str, object]:
    machine.need(wrk="wrk")
    machine.checkers()
    port = machine.free_port()
    with machine.folder() as var:
        env = machine.environment(
            var,
            SITE_URL=f"http://127.0.0.1:{port}",
            DJANGO_SETTINGS_MODULE="benchmarks.naive_settings",
        )
        machine.install(env)
        machine.manage(env, "collectstatic", "--noinput", "--verbosity", "0")
        with browse.serving(env, port) as site:
            key, pages = places(site)
            found = speed(pages["questions"], f"{site}/naive/{key}/{PAGE}/", small=small)
            found |= weights(pages)
            walked = one_by_one.walk(site)
            return found | {"one_by_one": walked, "lighthouse": scores(pages, small=small)}


def main() -> None:
    found = figures(small=measure.is_small(__doc__))
    asked = found["one_by_one"]
    measure.close(
        "pages",
        found,
        {
            f"{MUST_NAIVE}x a Django form loop": found["x_naive"] >= MUST_NAIVE,
            "0 errors at 256 connections": found["errors"] == 0,
            f"{MUST_KB} kB over the wire": found["kb"] <= MUST_KB,
            "one tap a question": asked["taps_a_question"] == 1,
            "no question to scroll for": asked["to_scroll"] == 0,
            f"the next question within {MUST_MS} ms": asked["next_ms"] <= MUST_MS,
            "Lighthouse 100": set(found["lighthouse"]) == {100},
        },
    )


if __name__ == "__main__":
    main()
