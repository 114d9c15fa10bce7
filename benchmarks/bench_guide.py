"""Making the guide, warm, beside others: `bin/bench guide [--small]`.

Contenders take turns, each in a process of its own, over six different readers (A4):

ours         a result and the sections to a PDF, as a guide worker does it
plain        WeasyPrint's `HTML(string=...).write_pdf()` on the same HTML, stylesheets and options,
             with nothing kept between documents
chromium     headless Chromium printing the same HTML (tagged, with outline; its PDFs have no form
             fields), the browser kept open

ms, pages              the median for ours; the pages of the guide
x_plain_weasyprint     ours / plain, times a document (must 0.7)
x_chromium             ours / chromium
kb                     the largest of the six (must 800)
rss_growth_mb          resident memory of one worker from its 20th to its 200th document (must be
                       flat: 10 MB at most; --small: 5th to 25th)
x_two_workers          documents a minute of two workers by those of one
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from benchmarks import chrome, guide_chromium, machine, measure
from benchmarks.machine import Worker

MUST_PLAIN, MUST_KB, MUST_GROWTH = 0.7, 800, 10
READERS = 6


def in_turn(worker: Worker, what: str) -> Callable[[], float]:
    """Seconds of the next document, a different reader each time."""
    serial = iter(range(10**6))
    return lambda: float(worker.ask(f"{what} {next(serial) % READERS}"))


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
        worker.ask(f"ours {number % READERS}")
    before = float(worker.ask("rss"))
    for number in range(late - early):
        worker.ask(f"ours {number % READERS}")
    return round(float(worker.ask("rss")) - before, 1)


def together(workers: list[Worker], count: int) -> float:
    """Documents a second of several workers at the same time."""

    def make(worker: Worker) -> None:
        for number in range(count):
            worker.ask(f"ours {number % READERS}")

    began = perf_counter()
    with ThreadPoolExecutor(len(workers)) as pool:
        list(pool.map(make, workers))
    return count * len(workers) / (perf_counter() - began)


def main() -> None:
    small = measure.is_small(__doc__)
    with machine.folder() as var:
        env = machine.environment(var)
        line = machine.with_django("benchmarks.guide_work")
        with machine.worker(line, env) as ours, machine.worker(line, env) as plain:
            growing = growth(ours, small=small)
            found = speeds(ours, plain, small=small)
            found["kb"] = max(float(ours.ask(f"kb {number}")) for number in range(READERS))
            found["pages"] = max(int(ours.ask(f"pages {number}")) for number in range(READERS))
            found["rss_growth_mb"] = growing
            count = 3 if small else 12
            one, two = together([ours], count), together([ours, plain], count)
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
