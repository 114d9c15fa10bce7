"""Making the guide, warm, beside others: `bin/bench guide [--small]`.

Contenders take turns, each in a process of its own, over the same readers (A4). Each round has six
others: the samples, every time with another field, name, conditions and some other answers
(`guide_work.reader`). So what a worker keeps between guides (typefaces, style sheets, chapters it
laid out before, decision 0035) serves as far as readers are alike, and nobody comes twice.

ours         a result and the sections to a PDF, as a guide worker does it
plain        WeasyPrint's `HTML(string=...).write_pdf()` on the same HTML, stylesheets and options,
             with nothing kept between documents
chromium     headless Chromium printing the same HTML (tagged, with outline; its PDFs have no form
             fields), the browser kept open

ms, pages              the median for ours; the pages of the longest of the first six
cold_ms                the first guide of a worker, nothing kept
x_plain_weasyprint     ours / plain, times a document (must 0.7)
x_chromium             ours / chromium
kb                     the largest of the first six (must 800)
rss_growth_mb          resident memory of one worker from its 20th to its 200th document (must be
                       flat: 10 MB at most; --small: 5th to 25th)
x_two_workers          documents a minute of two workers by those of one, of readers who come twice
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from time import perf_counter

from benchmarks import chrome, guide_chromium, machine, measure
from benchmarks.machine import Worker

MUST_PLAIN, MUST_KB, MUST_GROWTH = 0.7, 800, 10
READERS = 6
COMPARED, TOGETHER = 1000, 2000  # the first reader of each measurement


def in_turn(worker: Worker, what: str) -> Callable[[], float]:
    """Seconds of the next document, each time of a reader who was not there before."""
    serial = count(COMPARED)
    return lambda: float(worker.ask(f"{what} {next(serial)}"))


def speeds(ours: Worker, plain: Worker, *, small: bool) -> dict[str, float]:
    with chrome.browser(*guide_chromium.FLAGS) as browser, machine.folder() as folder:
        runs = {
            "ours": in_turn(ours, "ours"),
            "plain": in_turn(plain, "plain"),
            "chromium": guide_chromium.printer(browser, folder, ours, READERS),
        }
        for run in runs.values():
            run()
        found = measure.medians(measure.interleaved(runs, 5 if small else 12))
    return {
        "x_plain_weasyprint": measure.rounded(found["ours"] / found["plain"]),
        "x_chromium": measure.rounded(found["ours"] / found["chromium"]),
        "ms": round(found["ours"] * 1000),
        "plain_ms": round(found["plain"] * 1000),
        "chromium_ms": round(found["chromium"] * 1000),
    }


def growth(worker: Worker, *, small: bool) -> float:
    """Megabytes between an early and a late document of the same worker."""
    early, late = (5, 25) if small else (20, 200)
    for number in range(early):
        worker.ask(f"ours {number}")
    before = float(worker.ask("rss"))
    for number in range(early, late):
        worker.ask(f"ours {number}")
    return round(float(worker.ask("rss")) - before, 1)


def together(workers: list[Worker], documents: int) -> float:
    """Documents a second of several workers at the same time."""

    def make(worker: Worker) -> None:
        for number in range(TOGETHER, TOGETHER + documents):
            worker.ask(f"ours {number}")

    for worker in workers:
        make(worker)
    began = perf_counter()
    with ThreadPoolExecutor(len(workers)) as pool:
        list(pool.map(make, workers))
    return documents * len(workers) / (perf_counter() - began)


def main() -> None:
    small = measure.is_small(__doc__)
    with machine.folder() as var:
        env = machine.environment(var)
        line = machine.with_django("benchmarks.guide_work")
        with machine.worker(line, env) as ours, machine.worker(line, env) as plain:
            cold = float(ours.ask("ours 0"))
            growing = growth(ours, small=small)
            found = speeds(ours, plain, small=small)
            found["kb"] = max(float(ours.ask(f"kb {number}")) for number in range(READERS))
            found["pages"] = max(int(ours.ask(f"pages {number}")) for number in range(READERS))
            found["rss_growth_mb"] = growing
            found["cold_ms"] = round(cold * 1000)
            documents = 3 if small else 12
            one, two = together([ours], documents), together([ours, plain], documents)
            found["x_two_workers"] = measure.rounded(two / one)
    measure.close(
        "guide",
        found,
        {
            f"{MUST_PLAIN}x plain WeasyPrint": found["x_plain_weasyprint"] <= MUST_PLAIN,
            f"{MUST_KB} kB": found["kb"] <= MUST_KB,
            "memory flat": found["rss_growth_mb"] <= MUST_GROWTH,
        },
    )


if __name__ == "__main__":
    main()
