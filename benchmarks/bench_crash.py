"""Whether anything is lost in a crash: `bin/bench crash [disk] [--small]`.

The four processes run on a private PostgreSQL (that syncs) and Redis and send into an SMTP server
that writes each message down before it answers. At random instants, while mails are on their way,
one of these happens: kill -9 of the mail worker, beat, web or guide worker, `pg_ctl -m immediate`
of PostgreSQL, FLUSHALL of Redis. In the end all queues drain.

kills        how many (200; --small: 6), and of what kind
lost         mails the server never saw (must 0)
duplicated   further copies it saw (must be at most one for each kill of a mail worker or of
             PostgreSQL, since one SMTP connection is open), always under the same Message-ID
drain_s      seconds from the last kill until every mail was marked

With `disk`: sixty people (--small: 6) ask for their guide on a disk of 32 MB. It is full just as a
guide is set, then has room for rows and letters only, then for all.

lost         people without their letter (must 0)
duplicated   letters that came twice (must 0)
put_off      guides that waited for room
stray_files  files that no row named while the disk was full (must 0)
files        guides in the end (must be one each)
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis

from benchmarks import crash_disk, machine, measure
from tests.mail.sink import Sink, Taken

KILLS = ("mail", "mail", "mail", "postgres", "beat", "redis", "web", "guides")
DOUBLING = ("mail", "postgres")  # what may cost one duplicate
WAITING = 300  # mails on their way at each kill
DRAIN_SECONDS = 180
MESSAGE_ID = re.compile(rb"^Message-ID: <([^>]+)>", re.MULTILINE)


class Ledger(Sink):
    """Counts what it took by Message-ID and keeps nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()

    def keep(self, taken: Taken) -> None:
        found = MESSAGE_ID.search(taken.data)
        assert found
        self.ids[found.group(1).decode().split("@")[0]] += 1


@contextmanager
def processes(env: dict[str, str]) -> Iterator[None]:
    """The four processes, started again as they die; at once, as all of them die all the time."""
    address = ("--host", "127.0.0.1", "--port", str(machine.free_port()))
    line = [sys.executable, "-m", "project.supervisor", *address, "--longest-pause", "0.5"]
    with (Path(env["VAR_DIR"]) / "processes.log").open("ab") as log:
        group = subprocess.Popen(
            line, cwd=machine.ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield
        finally:
            group.send_signal(signal.SIGTERM)
            group.wait(30)


def kill(what: str, servers: machine.Servers, var: Path) -> None:
    """One accident."""
    if what == "postgres":
        servers.restart("immediate")
    elif what == "redis":
        Redis(unix_socket_path=str(servers.home / "redis")).flushall()
    else:
        end(var / f"{what}.pid")


def end(pid_file: Path) -> None:
    """kill -9 for a process and its children; one that is just being started again is awaited."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            return os.killpg(int(pid_file.read_text()), signal.SIGKILL)
        except (ProcessLookupError, FileNotFoundError, ValueError):
            time.sleep(0.02)
    raise RuntimeError(f"{pid_file.stem} did not come back")


def moving(book: machine.Worker, ledger: Ledger) -> None:
    """Wait until mails leave, or for a while (a dead worker's claims wait for 45 seconds)."""
    book.ask(f"top_up {WAITING}")
    before, deadline = ledger.ids.total(), time.monotonic() + 15
    while ledger.ids.total() == before and time.monotonic() < deadline:
        time.sleep(0.01)


def accidents(
    count: int, servers: machine.Servers, var: Path, book: machine.Worker, ledger: Ledger
) -> Counter[str]:
    done: Counter[str] = Counter()
    for number in range(count):
        what = KILLS[number] if number < len(KILLS) else random.choice(KILLS)
        moving(book, ledger)
        time.sleep(random.uniform(0, 0.5))
        kill(what, servers, var)
        done[what] += 1
        if number % 10 == 9:
            measure.say(f"{number + 1} kills, {ledger.ids.total()} mails")
    return done


def drained(book: machine.Worker) -> float:
    """Seconds until every mail is settled; gives up after a few minutes."""
    began = time.monotonic()
    while int(book.ask("open")) and time.monotonic() - began < DRAIN_SECONDS:
        time.sleep(0.5)
    return time.monotonic() - began


def full_disk(readers: int) -> None:
    try:
        figures = crash_disk.figures(readers)
    except RuntimeError as problem:  # somebody waited in vain
        measure.close("crash disk", {"requests": readers}, {str(problem): False})
        return
    measure.close(
        "crash disk",
        figures,
        {
            "nothing lost": not figures["lost"],
            "nothing sent twice": not figures["duplicated"],
            "no half file": not figures["stray_files"] and figures["files"] == readers,
            "a guide was put off": figures["put_off"] > 0,
        },
    )


def main() -> None:
    is_disk = sys.argv[1:2] == ["disk"]
    del sys.argv[1 : 1 + is_disk]
    small = measure.is_small(__doc__)
    if is_disk:
        full_disk(6 if small else 60)
    else:
        kills(6 if small else 200)


def kills(count: int) -> None:
    with machine.servers() as servers, machine.folder() as var, Ledger() as ledger:
        env = machine.environment(
            var,
            DATABASE_URL=servers.database_url,
            REDIS_URL=servers.redis_url,
            EMAIL_URL=f"smtp://127.0.0.1:{ledger.port}",
            QUICK_TICKS="yes",
        )
        machine.install(env)
        machine.manage(env, "collectstatic", "--noinput", "--verbosity", "0")
        line = machine.with_django("benchmarks.crash_work")
        with machine.worker(line, env) as book, processes(env):
            done = accidents(count, servers, var, book, ledger)
            seconds = drained(book)
            uids = set(book.ask("uids").split())
    lost = len(uids - set(ledger.ids))
    duplicated = ledger.ids.total() - len(ledger.ids)
    allowed = sum(done[what] for what in DOUBLING)
    figures = {
        "kills": done.total(),
        "lost": lost,
        "duplicated": duplicated,
        "may_be_duplicated": allowed,
        "mails": len(uids),
        "drain_s": round(seconds),
        "kinds": dict(done),
    }
    measure.close(
        "crash",
        figures,
        {
            "nothing lost": lost == 0,
            "at most one duplicate a kill": duplicated <= allowed,
            "everything marked in the end": seconds < DRAIN_SECONDS,
        },
    )


if __name__ == "__main__":
    main()
