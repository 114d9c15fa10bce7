"""How long a guide may take and how much memory: one that would take more is stopped, alone.

A signal and a soft limit of the process serve, so this guards the main thread of a process that
does one thing at a time, as a guide worker does; anywhere else it does nothing.
"""

from __future__ import annotations

import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

STATM = Path("/proc/self/statm")
# How soon the alarm rings again if it rang inside a destructor, where Python lets no error out.
SOON = 0.01


class TookTooLong(Exception):
    """The time is over."""


@contextmanager
def within(*, seconds: float, megabytes: int) -> Iterator[None]:
    """Raises TookTooLong after so many seconds, MemoryError beyond so much more memory."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    memory = resource.getrlimit(resource.RLIMIT_AS)
    before = signal.signal(signal.SIGALRM, _stop)
    unheard, sys.unraisablehook = sys.unraisablehook, _ring_again_or(sys.unraisablehook)
    # Rung again every second, should somebody on the way swallow the first.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (_ceiling(megabytes, memory), memory[1]))
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        sys.unraisablehook = unheard
        resource.setrlimit(resource.RLIMIT_AS, memory)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise TookTooLong("It took too long.")


def _ring_again_or(
    tell: Callable[[sys.UnraisableHookArgs], object],
) -> Callable[[sys.UnraisableHookArgs], None]:
    """What is done with an error nobody can catch: our alarm rings again, any other is told."""

    def hook(lost: sys.UnraisableHookArgs) -> None:
        if lost.exc_type is TookTooLong:
            signal.setitimer(signal.ITIMER_REAL, SOON, 1)
        else:
            tell(lost)

    return hook


def _ceiling(megabytes: int, memory: tuple[int, int]) -> int:
    """Bytes of address space: what is used now and so much more, if the system can say."""
    if not STATM.exists():
        return memory[0]
    used = int(STATM.read_text().split()[0]) * resource.getpagesize()
    wanted = used + megabytes * 1024 * 1024
    return wanted if memory[0] == resource.RLIM_INFINITY else min(wanted, memory[0])
