"""Who no longer lives, told by counters: one that stood still for 45 seconds of the watcher's own
monotonic clock. Clocks of two machines are never compared; they disagree and step. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

SILENT_SECONDS = 45.0
# A watcher that did not look for so long saw nothing meanwhile: it begins anew.
LONGEST_GAP = 15.0


class Watch:
    """What one process saw of the others' counters, and since when."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[int, float]] = {}
        self.looked_at = float("-inf")

    def look(self, counts: Mapping[str, int], at: float) -> list[str]:
        """Names whose counter stood still until `at` (seconds of a monotonic clock)."""
        if at - self.looked_at > LONGEST_GAP:
            self.seen = {}
        self.looked_at = at
        self.seen = {
            name: self.seen[name] if self.seen.get(name, (None,))[0] == count else (count, at)
            for name, count in counts.items()
        }
        return [name for name, (_, since) in self.seen.items() if at - since >= SILENT_SECONDS]

    def forget(self) -> None:
        """The watcher itself was in trouble: nobody is silent on that account."""
        self.looked_at = float("-inf")
