"""Looking: at once, or by a round that keeps what the heavy checks found for the pages to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from desk.actions.findings import Check, CheckFinding, CheckLine, CheckMoment, CheckState
from health.models import CheckRun


def look(checks: Iterable[Check], moment: CheckMoment) -> list[CheckLine]:
    """Each check's answer now, in order."""
    return [CheckLine(check, check.look(moment)) for check in checks]


def at_hand(checks: Sequence[Check], moment: CheckMoment) -> list[CheckLine]:
    """Each check's answer: the quick ones now, the heavy ones as the last round found them."""
    heavy = [check.key for check in checks if check.rest]
    rows = {row.key: row for row in CheckRun.objects.filter(key__in=heavy)}
    return [
        CheckLine(check, as_kept(rows.get(check.key)) if check.rest else check.look(moment))
        for check in checks
    ]


def as_kept(row: CheckRun | None) -> CheckFinding:
    if row is None:
        return CheckFinding(CheckState.WAITING, _("Not looked at yet."))
    return CheckFinding(CheckState(row.state), row.words, row.mend)


def look_round(
    checks: Iterable[Check], moment: CheckMoment, *, whole: bool = False
) -> list[CheckLine]:
    """Look at what has rested long enough (all of it when `whole`), and keep what was found."""
    rows = {row.key: row for row in CheckRun.objects.all()}
    chosen = [check for check in checks if whole or is_time(check, rows.get(check.key), moment)]
    lines = look(chosen, moment)
    for line in lines:
        keep(line, rows.get(line.check.key), moment)
    return lines


def is_time(check: Check, row: CheckRun | None, moment: CheckMoment) -> bool:
    rested = row is not None and check.rest and moment.real_now - row.looked_at < check.rest
    return not rested


def keep(line: CheckLine, row: CheckRun | None, moment: CheckMoment) -> None:
    """Note the answer; `since` and `notified_at` begin anew when the state changed."""
    result = line.finding
    values: dict[str, Any] = {
        "state": result.state.value,
        "words": str(result.words),
        "mend": str(result.mend),
        "looked_at": moment.real_now,
    }
    if row is None or row.state != result.state.value:
        values |= {"since": moment.real_now, "notified_at": None}
    CheckRun.objects.update_or_create(key=line.check.key, defaults=values)
