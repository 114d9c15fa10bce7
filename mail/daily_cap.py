"""How many one-off letters may go on a day while mailboxes get to know a sender. Pure.

Mail providers take much mail from an unknown sender, or to many new addresses, for spam. So a day's
number begins small and doubles with each day that used at least half of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

FIRST = 200
DAYS = 10  # so many days that rose, and there is no cap any more


class DailyCap:
    """The days on which letters go, and how many go on each; what is taken is counted at once.
    `first` 0: there is no cap.
    """

    def __init__(self, *, first: int, days: Mapping[date, int]) -> None:
        self.first = first
        self._days = Counter(dict(days))

    def of(self, day: date) -> int | None:
        """How many may go on a day; None: as many as there are."""
        if not self.first:
            return None
        step = 0
        for earlier in sorted(before for before in self._days if before < day):
            # A few readers whose morning comes a day early are no day of sending.
            step += 2 * self._days[earlier] >= self.first << step
        return None if step >= DAYS else self.first << step

    def take(self, day: date, wanted: int = 1) -> int:
        """So many more on that day, as far as it has room; how many it takes."""
        most = self.of(day)
        taken = wanted if most is None else max(0, min(wanted, most - self._days[day]))
        if taken:
            self._days[day] += taken
        return taken
