"""Everything that must hold before going live and any time after: one list, asked by the
command `doctor`, the page “Is everything well?”, by Home and by the notices.
"""

from __future__ import annotations

from desk.actions.checks import names, practice, processes, site, texts
from desk.actions.checks.run import at_hand, look, look_round
from desk.actions.findings import Check

RUNNING: tuple[Check, ...] = processes.CHECKS
EVERYTHING: tuple[Check, ...] = (
    *processes.CHECKS,
    *practice.CHECKS,
    *names.CHECKS,
    *site.CHECKS,
    *texts.CHECKS,
)

__all__ = ["EVERYTHING", "RUNNING", "at_hand", "look", "look_round"]
