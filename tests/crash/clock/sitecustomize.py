"""A process's clocks, moved; on PYTHONPATH of what is under test, so that Celery's move with ours.

CLOCK_STEP   a file with the seconds by which the wall clock is shifted, also while it runs;
             monotonic clocks go on
CLOCK_HURRY  so many times as fast go monotonic clocks, and all waits by them but those of sockets
"""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

FILE = Path(os.environ["CLOCK_STEP"])
HURRY = float(os.environ.get("CLOCK_HURRY", "1"))
_travels: list[time_machine.travel] = []


def follow() -> None:
    shifted = 0.0
    while True:
        wanted = float(FILE.read_text()) if FILE.exists() else 0.0
        if wanted != shifted:
            while _travels:
                _travels.pop().stop()
            if wanted:
                _travels.append(time_machine.travel(datetime.now(UTC) + timedelta(seconds=wanted)))
                _travels[-1].start()
            shifted = wanted
        if not started.is_set():
            started.set()
        time.sleep(0.2)


def hurry() -> None:
    monotonic, sleep, wait = time.monotonic, time.sleep, threading.Event.wait
    time.monotonic = lambda: monotonic() * HURRY
    time.sleep = lambda seconds: sleep(seconds / HURRY)
    threading.Event.wait = lambda event, timeout=None: wait(event, timeout and timeout / HURRY)


started = threading.Event()
threading.Thread(target=follow, name="clock", daemon=True).start()
started.wait()
if HURRY != 1:
    hurry()
