"""Shifts a process's wall clock by the seconds in the file CLOCK_STEP, also while it runs;
monotonic clocks go on. On PYTHONPATH of a house under test, so that Celery's clocks step with ours.
"""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

FILE = Path(os.environ["CLOCK_STEP"])
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


started = threading.Event()
threading.Thread(target=follow, name="clock", daemon=True).start()
started.wait()
