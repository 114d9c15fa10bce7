"""How much memory the four roles take: `bin/bench memory [--small]`.

Web with two workers, mail, guides and beat, as bin/serve starts them, on private PostgreSQL and
Redis; 150 visitors (--small: 10) then get a guide. A page of memory that several processes share
is counted once among them (PSS, proc(5)), so the sum is what the machine really gives.

idle_mb          a minute after the start, every page asked for once
after_guides_mb  once all guides are made
rss_mb           the same at the end, shared pages counted in each process
<role>_mb        each role, idle; the supervisor from which all are forked is counted, too
"""

from __future__ import annotations

import contextlib
import time
import urllib.request
from pathlib import Path

import psycopg

from benchmarks import machine, measure
from demo.house import DemoHouse

ROLES = ("supervisor", "web", "mail", "guides", "beat")
MOST_MB = 450
PATHS = ("/", "/book/", "/privacy/", "/admin/login/", "/healthz", "/readyz")
ASK = """
import json
from django.conf import settings
from offers import files as offers
from django.db import transaction
from assessments import actions as assessments
from guides.models import Guide
from guides import actions as guides
from health.clock import now
file = offers.home(settings.CONTENT_DIR) / "samples" / "ally.json"
sheet = json.loads(file.read_text())["answers"]
with transaction.atomic():
    for number in range({people}):
        guide = Guide.objects.get(offer__is_home=True)
        made = assessments.start(assessment=guide.assessment, now=now())
        assessments.answer(attempt=made, answers=sheet, now=now())
        guides.request_guide(
            attempt=assessments.finish(attempt=made, now=now()), share=False, wants_course=True,
            email=f"reader{{number}}@example.net", first_name="Robin", zone="UTC", paper="a4",
            now=now())
"""
READY = "SELECT count(*) FROM guides_guidecopy WHERE state = 'ready'"


def group(leader: int) -> list[Path]:
    """The processes of a role: its leader's group."""
    rows = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == leader:
            rows.append(folder)
    return rows


def megabytes(house: DemoHouse, role: str, kind: str = "Pss") -> float:
    """Memory of a role in MB, by the kernel's own sum."""
    assert house.group
    by_itself = role == "supervisor"
    leader = house.group.pid if by_itself else int((house.var / f"{role}.pid").read_text())
    total = 0
    for folder in group(leader):
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):  # a child that just ended
            lines = (folder / "smaps_rollup").read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:"))
    return total / 1000


def whole(house: DemoHouse, kind: str = "Pss") -> float:
    return measure.rounded(sum(megabytes(house, role, kind) for role in ROLES))


def look_round(house: DemoHouse) -> None:
    """Pages that every worker has rendered once."""
    for _turn in range(4):
        for path in PATHS:
            with urllib.request.urlopen(f"{house.site}{path}", timeout=20) as answer:
                answer.read()


def ready(house: DemoHouse) -> int:
    """How many guides are made; a look a second."""
    time.sleep(1)
    with psycopg.connect(house.env["DATABASE_URL"]) as connection:
        row = connection.execute(READY).fetchone()
    return int(row[0]) if row else 0


def main() -> None:
    people = 10 if measure.is_small(__doc__) else 150
    with machine.servers(durable=False) as servers, machine.folder() as var:
        house = DemoHouse(
            var / "house",
            DATABASE_URL=servers.create("memory"),
            REDIS_URL=servers.redis_url,
            WEB_WORKERS="2",
            QUICK_TICKS="no",
        )
        house.build()
        house.start()
        try:
            look_round(house)
            time.sleep(60)
            idle = {role: measure.rounded(megabytes(house, role)) for role in ROLES}
            figures = {"people": people, "idle_mb": whole(house)}
            figures |= {f"{role}_mb": size for role, size in idle.items()}
            house.manage("shell", "-c", ASK.format(people=people))
            measure.say(f"{people} guides")
            house.until(lambda: ready(house) >= people, "all guides", 1200)
            figures |= {"after_guides_mb": whole(house), "rss_mb": whole(house, "Rss")}
            measure.note(**{role: megabytes(house, role) for role in ROLES})
        finally:
            house.stop()
    most = max(figures["idle_mb"], figures["after_guides_mb"])
    measure.close("memory", figures, {f"at most {MOST_MB} MB": most <= MOST_MB})


if __name__ == "__main__":
    main()
