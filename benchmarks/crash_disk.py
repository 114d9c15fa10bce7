"""Sixty people ask for their guide on a disk that fills: the scenario `disk` of `bench_crash`."""

from __future__ import annotations

import os
import sys
from typing import Any

from benchmarks import machine, measure
from demo.house import DemoHouse
from tests.crash.crowd import MEGABYTES, serve
from tests.crash.disk import AS_ROOT, small_disk
from tests.mail.sink import Sink


def figures(readers: int) -> dict[str, Any]:
    """What each got. Whoever may mount no disk runs all of it anew where they may."""
    with machine.folder() as folder, small_disk(folder / "disk", MEGABYTES) as disk:
        if disk is None:
            os.execvp(AS_ROOT[0], [*AS_ROOT, sys.executable, *sys.orig_argv[1:]])
        with Sink() as sink:
            house = DemoHouse(disk / "house", EMAIL_URL=f"smtp://127.0.0.1:{sink.port}")
            house.build()
            house.start()
            try:
                measure.say("filling the disk while a guide is set")
                served = serve(house, sink, disk / "filler", readers, tell=measure.say)
            finally:
                house.stop()
    return {
        "requests": readers,
        "lost": readers - len(served.letters),
        "duplicated": served.letters.total() - len(served.letters),
        "put_off": served.waiting,
        "stray_files": len(served.stray_files),
        "files": served.files,
    }
