"""Everything that must hold before going live and any time after: one list, asked by the
command `doctor`, the page “Is everything well?” and, for what runs, by Home.
"""

from __future__ import annotations

from collections.abc import Iterable

from desk.actions.checks import names, practice, running, site, texts
from desk.findings import Check, Line, Moment

RUNNING: tuple[Check, ...] = running.CHECKS
EVERYTHING: tuple[Check, ...] = (
    *running.CHECKS,
    *practice.CHECKS,
    *names.CHECKS,
    *site.CHECKS,
    *texts.CHECKS,
)


def look(checks: Iterable[Check], moment: Moment) -> list[Line]:
    """Each check's answer, in order."""
    return [Line(check, check.look(moment)) for check in checks]
