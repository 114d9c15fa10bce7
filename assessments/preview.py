"""The texts of an assessment on the page that shows them: result, start page. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format

from assessments import result
from assessments.definition import Definition
from assessments.frozen import Body
from assessments.result_page import FACETS, ResultPage
from assessments.samples import ScoredSample
from assessments.scoring import Result
from publishing.kinds import Preview
from writing.passages import PassageText
from writing.render import Scope
from writing.segments import HAS_NAME
from writing.variables import LETTER, RESULT, is_link

KEY = "sample-of-this-preview"
PROFILE_TEXTS = (*FACETS, "summary", "mirror_line", "slight", "slight_look")


def start_page(body: Body, *, slug: str) -> Preview:
    """The page before the first question."""
    context = {"body": body, "slug": slug, "source": {}}
    return Preview(template="assessments/start.html", context=context)


def sample_result(
    definition: Definition,
    reader: ScoredSample,
    *,
    passages: Mapping[str, PassageText],
    constants: Mapping[str, str],
    site: str,
    now: date,
) -> ResultPage:
    """What the result page says to a sample person, its links leading to the first page."""
    values = dict.fromkeys(RESULT.urls, f"{site}/") | {"date": date_format(now, "DATE_FORMAT")}
    scope = Scope(reader.facts, reader.names, passages, constants, values)
    return ResultPage(definition, reader.result, reader.answers, scope)


def result_page(
    definition: Definition,
    reader: ScoredSample,
    *,
    passages: Mapping[str, PassageText],
    constants: Mapping[str, str],
    site: str,
    now: datetime,
    offer: int | None,
) -> Preview:
    """The whole result page of a sample person, with what the offer of this id lets book."""
    context: dict[str, Any] = {
        "attempt": {"key": KEY, "finished_at": now},
        "body": definition.body,
        "slug": definition.slug,
        "offer_id": offer,
        "shown": sample_result(
            definition, reader, passages=passages, constants=constants, site=site, now=now
        ),
        "front": f"{site}/",
        "ends": _ends(definition),
        "guide_offer": "assessments/_request.html",
        "site_url": site,
    }
    return Preview(template="assessments/result.html", context=context)


def passage_alone(
    passage: PassageText, reader: ScoredSample, *, constants: Mapping[str, str]
) -> Preview:
    """A passage that stands in no text yet."""
    values = {name: "#" if is_link(name) else "" for name in LETTER.bare}
    values |= {"first_name": reader.first_name}
    scope = Scope(reader.facts, reader.names, {passage.key: passage}, constants, values)
    html = scope.html("{{ passage." + passage.key + " }}")
    return Preview(template="assessments/passage_alone.html", context={"html": html})


def shown_item(reader: ScoredSample, place: str, key: str) -> ScoredSample:
    """Somebody whose result shows the text of this place, in the item of this key if it is in one:
    a profile, a reading, a reason, …
    """
    column, text = place.partition("/")[0], place.rpartition("/")[2]
    scored = shown_text(reader.result, column, text)
    changed: dict[str, Result] = {
        "profiles": replace(scored, profile=key),
        "readings": replace(scored, reading=key),
        "conditions": replace(scored, conditions=tuple(dict.fromkeys((key, *scored.conditions)))),
        "notices": replace(scored, notices=tuple(dict.fromkeys((*scored.notices, key)))),
        "steps": replace(scored, step=key, deeper=key == reader.definition.deeper),
    }
    shown = changed.get(column, scored) if key else scored
    if shown == reader.result:
        return reader
    facts = result.facts(reader.definition, shown, reader.answers)
    facts = facts.with_facts({HAS_NAME: reader.facts.value(HAS_NAME) is True})
    names = result.names(reader.definition, facts)
    return replace(reader, result=shown, facts=facts, names=names)


def shown_text(scored: Result, column: str, text: str) -> Result:
    """A result that shows a text which only some get: of a profile that is slight, …"""
    if column == "you_first" or text == "gentle":
        return replace(scored, you_first=True)
    if text.startswith("only_just_"):
        return replace(scored, only_just=text.removeprefix("only_just_"))
    if text == "profile_none":
        return replace(scored, profile=None)
    if column == "profiles" and text in PROFILE_TEXTS:
        return replace(scored, slight=text.startswith("slight"))
    return scored


def _ends(definition: Definition) -> tuple[str, str]:
    """The words at both ends of a bar."""
    rated = (
        question
        for question in definition.parts.questions.values()
        if question.scale and question.options
    )
    options = next((question.options for question in rated), ())
    return (options[0].label, options[-1].label) if options else ("", "")
