"""The day of a launch: `bin/bench burst [--small]`.

500 visitors (--small: 25) finish within a minute and ask for their guide, evenly spread, each from
a network of their own, by the answers of the samples in turn and under a name of their own;
meanwhile 20 requests a second come from people who take the assessment. The four processes as
bin/serve starts them, with one guide worker, on private PostgreSQL and Redis.

visitors      how many read their guide on the screen at once
errors        answers that are neither a page nor the way to one, of all requests (must 0)
p95_ms        how long 95 of 100 requests take at most, those of the guide on the screen included,
              until the last PDF is made (must 1000)
last_guide_s  seconds from the first visitor until the last PDF is made (must 600, goal 300)
requests      how many there were
"""

from __future__ import annotations

import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlencode

import psycopg

from benchmarks import machine, measure
from benchmarks.bench_memory import READY
from demo.house import DemoHouse

MINUTE, PER_SECOND = 60, 20
TAKERS = 40
MUST_MS, MUST_SECONDS = 1000, 600
HANDS = 64  # threads that ask
BEGUN = """
import json
from django.conf import settings
from offers import files as offers
from django.db import transaction
from assessments import actions
from assessments.models import Assessment
from assessments.route import Route
from health.clock import now
files = sorted((offers.home(settings.CONTENT_DIR) / "samples").glob("*.json"))
sheets = [json.loads(file.read_text())["answers"] for file in files if file.stem != "not-enough"]
assessment = Assessment.objects.taken()[0]
rows = []
with transaction.atomic():
    for number in range({people}):
        sheet = sheets[number % len(sheets)]
        made = actions.start(assessment=assessment, now=now())
        last = Route.of(made.definition, sheet).stops[-1]
        actions.answer(attempt=made, answers=sheet, page=last.number, now=now())
        given = {{q.key: sheet[q.key] for q in last.questions if sheet.get(q.key) is not None}}
        path = f"/assessment/{{assessment.slug}}/{{made.key}}/{{last.number}}/"
        rows.append([path, made.key, given])
print(json.dumps(rows))
"""
NOW = re.compile(r'"(/guide/now/[^"]+)"')


@dataclass
class Answer:
    status: int
    location: str
    text: str


@dataclass
class Requests:
    """All requests of a run: how long each took, which went wrong."""

    port: int
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def ask(self, home: str, path: str, given: dict[str, str] | None = None) -> Answer:
        """GET, or POST of a form, from an address of one's own."""
        began = time.monotonic()
        door = HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(home, 0))
        try:
            body = urlencode(given) if given is not None else None
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            door.request("GET" if body is None else "POST", path, body, headers)
            answer = door.getresponse()
            made = Answer(answer.status, answer.headers.get("Location", ""), answer.read().decode())
        except (OSError, HTTPException) as error:
            made = Answer(0, "", type(error).__name__)
        finally:
            door.close()
        self.seconds.append(time.monotonic() - began)
        if made.status not in (200, 302):
            self.errors.append(f"{made.status} {path.split('/')[1]}")
        return made


@dataclass(frozen=True)
class Begun:
    """An assessment whose last page is open."""

    path: str
    key: str
    given: dict[str, str]


def address(number: int) -> str:
    """A network of this machine's own for each visitor (127.0.0.0/8)."""
    return f"127.{1 + number // 200}.{1 + number % 200}.1"


def visit(requests: Requests, begun: Begun, number: int) -> bool:
    """Finish, read the result, ask for the guide, read it; whether it was there."""
    home = address(number)
    requests.ask(home, begun.path, begun.given)
    requests.ask(home, begun.path.removesuffix("/").rpartition("/")[0] + "/")
    wanted = {"email": f"reader{number}@example.net", "zone": "UTC", "paper": "a4", "letters": "on"}
    wanted["first_name"] = f"Robin {chr(97 + number % 26)}{chr(97 + number // 26)}"
    asked = requests.ask(home, f"/guide/for/{begun.key}/", wanted)
    page = requests.ask(home, asked.location) if asked.location else asked
    link = NOW.search(page.text)
    return bool(link) and requests.ask(home, link.group(1)).status == 200 if link else False


def take(requests: Requests, takers: list[Begun], stopped: threading.Event) -> None:
    """So many requests a second of people who read a page of questions and go back from it."""
    began = time.monotonic()
    with ThreadPoolExecutor(HANDS) as hands:
        for number in count():
            begun = takers[number // 2 % len(takers)]
            given = {**begun.given, "way": "back"} if number % 2 else None
            hands.submit(requests.ask, "127.250.1.1", begun.path, given)
            if stopped.wait(max(0.0, began + number / PER_SECOND - time.monotonic())):
                return


def arrive(requests: Requests, visitors: list[Begun]) -> int:
    """All of them within the minute; how many read their guide."""
    began = time.monotonic()
    with ThreadPoolExecutor(HANDS) as hands:
        visits = []
        for number, begun in enumerate(visitors):
            time.sleep(max(0.0, began + number * MINUTE / len(visitors) - time.monotonic()))
            visits.append(hands.submit(visit, requests, begun, number))
        return sum(one.result() for one in visits)


def ready(house: DemoHouse) -> int:
    time.sleep(0.5)
    with psycopg.connect(house.env["DATABASE_URL"]) as connection:
        row = connection.execute(READY).fetchone()
    return int(row[0]) if row else 0


def burst(house: DemoHouse, people: int) -> tuple[Requests, int, float]:
    """The requests, how many read their guide at once, seconds until the last file."""
    rows = json.loads(house.manage("shell", "-v", "0", "-c", BEGUN.format(people=people + TAKERS)))
    begun = [Begun(*row) for row in rows]
    requests, stopped = Requests(house.port), threading.Event()
    others = threading.Thread(target=take, args=(requests, begun[people:], stopped))
    began = time.monotonic()
    others.start()
    try:
        readers = arrive(requests, begun[:people])
        measure.say(f"{readers} read their guide, {ready(house)} PDFs are made")
        house.until(lambda: ready(house) >= people, "all guides", 4 * MUST_SECONDS)
        return requests, readers, time.monotonic() - began
    finally:
        stopped.set()
        others.join()


def main() -> None:
    people = 25 if measure.is_small(__doc__) else 500
    with machine.servers() as servers, machine.folder() as var:
        house = DemoHouse(
            var / "house",
            DATABASE_URL=servers.create("burst"),
            REDIS_URL=servers.redis_url,
            GUIDE_WORKERS="1",
            QUICK_TICKS="no",
        )
        house.build()
        house.start()
        try:
            requests, readers, seconds = burst(house, people)
        finally:
            house.stop()
    for kind in sorted(set(requests.errors)):
        measure.say(f"{requests.errors.count(kind)} answers {kind}")
    figures = {
        "visitors": readers,
        "errors": len(requests.errors),
        "p95_ms": measure.rounded(1000 * measure.p95(requests.seconds)),
        "last_guide_s": round(seconds),
        "requests": len(requests.seconds),
    }
    measure.close(
        "burst",
        figures,
        {
            "everybody reads the guide at once": readers == people,
            "no error": not requests.errors,
            f"no page over {MUST_MS} ms": figures["p95_ms"] <= MUST_MS,
            f"the last PDF in {MUST_SECONDS} s": seconds <= MUST_SECONDS,
        },
    )


if __name__ == "__main__":
    main()
