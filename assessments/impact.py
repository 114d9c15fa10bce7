"""What publishing a draft would change, in sentences for the author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.answers import InvalidAnswers, clean
from assessments.comparison import scale_makeup
from assessments.definition import Definition
from assessments.entries import entries
from assessments.frozen import Answers
from assessments.question_types.base import Answer
from assessments.scoring import score
from assessments.sections import PARTS, QUESTIONS
from publishing.parts import Part

Names = Mapping[str, str]


def impact(old: Definition, new: Definition, *, earlier: int, last: Sequence[Answers]) -> list[str]:
    """`earlier` counts the finished answers so far; `last` are the newest of them."""
    return [
        *_questions(old, new),
        *_elsewhere(old, new),
        *_comparisons(old, new, earlier),
        *_outcomes(old, new, last),
    ]


def _questions(old: Definition, new: Definition) -> list[str]:
    before, after = (
        {entry["key"]: entry for entry in entries(definition.body, "questions")}
        for definition in (old, new)
    )
    changed = sum(before[key] != after[key] for key in before.keys() & after.keys())
    added, gone = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    counted = (
        (changed, ngettext("%(n)s question changed.", "%(n)s questions changed.", changed)),
        (added, ngettext("%(n)s question is new.", "%(n)s questions are new.", added)),
        (gone, ngettext("%(n)s question is gone.", "%(n)s questions are gone.", gone)),
    )
    return [text % {"n": count} for count, text in counted if count]


def _elsewhere(old: Definition, new: Definition) -> list[str]:
    """The parts of the author's page, besides the questions, in which something changed."""
    names = [str(part.title) for part in PARTS if part.key != QUESTIONS and _differ(old, new, part)]
    if old.body.get("passages") != new.body.get("passages"):
        names.append(_("Passages"))
    return [_("Changed: %(parts)s.") % {"parts": ", ".join(names)}] if names else []


def _differ(old: Definition, new: Definition, part: Part) -> bool:
    return any(old.body.get(name) != new.body.get(name) for name in part.columns)


def _comparisons(old: Definition, new: Definition, earlier: int) -> list[str]:
    names = _names(new, "scales")
    broken = [
        names.get(scale.key, scale.key)
        for scale in old.parts.scales
        if scale_makeup(old, scale.key) != scale_makeup(new, scale.key)
    ]
    if not broken:
        return []
    text = ngettext(
        "This breaks comparison with %(n)s earlier answer for %(scales)s.",
        "This breaks comparison with %(n)s earlier answers for %(scales)s.",
        earlier,
    )
    return [text % {"n": earlier, "scales": ", ".join(broken)}]


def _outcomes(old: Definition, new: Definition, last: Sequence[Answers]) -> list[str]:
    """How the newest people would have come out, where that differs."""
    then = Counter(score(old, answers).profile for answers in last)
    now = Counter(score(new, still_valid(new, answers)).profile for answers in last)
    if then == now:
        return []
    names = _names(old, "profiles") | _names(new, "profiles")
    parts = [
        _("%(name)s %(now)s (was %(then)s)")
        % {"name": names.get(key or "", _("not enough")), "now": now[key], "then": then[key]}
        for key in _in_order(names, then.keys() | now.keys())
        if now[key] != then[key]
    ]
    text = ngettext(
        "With this draft your last person would have been: %(parts)s.",
        "With this draft your last %(n)s people would have been: %(parts)s.",
        len(last),
    )
    return [text % {"n": len(last), "parts": ", ".join(parts)}]


def _in_order(names: Names, keys: Set[str | None]) -> list[str | None]:
    """The profiles in the order of their list, those without one last."""
    return sorted(keys, key=lambda key: (key is None, list(names).index(key) if key else 0))


def still_valid(definition: Definition, answers: Answers) -> dict[str, Answer]:
    """Those of another version's answers that make sense here."""
    kept_answers: dict[str, Answer] = {}
    for key, answer in answers.items():
        try:
            kept_answers |= clean(definition, {key: answer})
        except InvalidAnswers:
            continue
    return kept_answers


def _names(definition: Definition, name: str) -> dict[str, str]:
    rows = entries(definition.body, name)
    return {str(row.get("key")): str(row.get("name", "")) for row in rows}
