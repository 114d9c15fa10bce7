"""The shipped texts as the sample people of an offer get them: result, guide and letters."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from assessments import answers, result, samples, scoring
from assessments import files as assessment_files
from assessments.definition import Definition
from assessments.result_page import ResultPage
from courses import files as course_files
from courses.variables import LESSON
from guides import content, recipient
from guides import files as guide_files
from practice.identity import Identity
from practice.models import Practice
from tests.content.reader import PRACTICE
from writing import readability
from writing.render import Scope
from writing.segments import Facts
from writing.variables import GUIDE

BLOCK_END = re.compile(r"</(?:p|li|h\d|t[dh]|div|figcaption|legend|label)>|<br>")
TAG = re.compile(r"<[^>]*>")
LEFT_OUT = re.compile(r"<(svg|style|script|textarea|h\d|table|label|legend)\b.*?</\1>", re.DOTALL)
"""What is no running text: pictures, headings, tables, labels."""
PARTS = ("result", "guide", "letter")
FIELD = "field"
SHORT = 8
"""A sentence of so many words is short."""
LONG = 5
"""A sentence of fewer words can be anybody's."""
ON_PURPOSE = frozenset(
    {
        "please leave out anything that could identify a client",
        "where someone may be in danger, your local emergency and safeguarding steps come first",
    }
)
"""What stands wherever it may be needed."""
FREE = {"date": "", "first_name": "Robin"}
VALUES = dict.fromkeys(LESSON.bare | GUIDE.bare, "https://x.example/") | FREE


@dataclass(frozen=True)
class Read:
    """What one sample person of an offer reads. Rendered when it is asked for: a list of these is
    made while tests are collected.
    """

    key: str
    offer: Path
    definition: Definition
    person: samples.Sample

    @cached_property
    def _read(self) -> tuple[Facts, Mapping[str, str]]:
        return _read(self.offer, self.definition, self.person)

    @property
    def facts(self) -> Facts:
        return self._read[0]

    @property
    def texts(self) -> Mapping[str, str]:
        """By place, in the order of reading."""
        return self._read[1]

    def of(self, *places: str) -> str:
        """All that stands in these places, such as `guide`."""
        return "\n".join(t for name, t in self.texts.items() if name.partition("/")[0] in places)


@cache
def readers(offer: Path) -> list[Read]:
    """Every sample person of an offer."""
    definition = Definition.from_body(assessment_files.read_body(offer))
    people = samples.sample_people(offer / "samples")
    return [Read(one.key, offer, definition, one) for one in people]


def of_every_field(offer: Path) -> list[Read]:
    """Each sample person as one of each field; nobody where an offer asks no field."""
    definition = Definition.from_body(assessment_files.read_body(offer))
    asked = definition.parts.questions.get(FIELD)
    fields = [str(option.value) for option in asked.options] if asked else []
    return [
        Read(f"{one.key}, {key}", offer, definition, replace(one, answers=answered))
        for one in samples.sample_people(offer / "samples")
        for key in fields
        for answered in ({**one.answers, FIELD: key},)
    ]


def _read(
    offer: Path, definition: Definition, person: samples.Sample
) -> tuple[Facts, dict[str, str]]:
    given = answers.clean(definition, dict(person.answers))
    scored = scoring.score(definition, given)
    facts = result.facts(definition, scored, given)
    facts = facts.with_facts(has_name=bool(person.first_name), invites=True)
    names = result.names(definition, facts)
    passages = assessment_files.read_passages(offer)
    scope = Scope(facts, names, passages, PRACTICE, VALUES)
    page = ResultPage(definition, scored, given, scope)
    texts = {"result": "\n".join(_result(page))}
    frozen = guide_files.frozen(guide_files.read(offer), passages=passages, axes=definition.axes)
    to = recipient.reader(
        definition, scored, facts=facts, names=names, first_name=person.first_name,
        date="", urls=VALUES,
    )  # fmt: skip
    for chapter in content.document(frozen, to, identity=Identity.of(Practice())).chapters:
        texts[f"guide/{chapter.key}"] = plain(chapter.html)
    for lesson in course_files.read(offer).lessons:
        texts[f"letter/{lesson.fields['key']}"] = plain(scope.html(str(lesson.fields["body"])))
    return facts, texts


def _result(page: ResultPage) -> Iterator[str]:
    boxes = (page.you_first, page.scope_box, page.reading, page.step, *page.conditions)
    yield from (plain(box.html) for box in boxes if box is not None)
    parts = (*page.asides, *(page.leaning or {}).values(), *(one.html for one in page.facets))
    parts += (page.more, page.no_leaning, page.after_profile, page.after_bars, page.before_step)
    yield from map(plain, (*parts, page.after_step, page.guide_offer, page.pass_on))


def plain(page: str) -> str:
    """The sentences of some HTML, a line for each block; a greeting is none."""
    said = TAG.sub("", BLOCK_END.sub("\n", " ".join(LEFT_OUT.sub("", page).split())))
    lines = (" ".join(line.split()) for line in html.unescape(said).splitlines())
    return "\n\n".join(line for line in lines if readability.SENTENCE_END.search(line))


def sentences(text: str) -> list[str]:
    parts = (" ".join(part.split()) for part in readability.SENTENCE_END.split(text))
    return [part for part in parts if readability.words(part)]


def lengths(text: str) -> list[int]:
    """How many words each sentence has, the shortest first."""
    return sorted(len(readability.words(sentence)) for sentence in sentences(text))


def told(text: str, least: int) -> set[str]:
    """The sentences of at least so many words, small."""
    return {said.lower() for said in sentences(text) if len(readability.words(said)) >= least}


def runs(text: str, length: int = 5) -> set[tuple[str, ...]]:
    """Every so many words in a row, small."""
    words = [word.lower().replace("’", "'") for word in readability.words(text)]
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def unlike(readers: Iterable[Read]) -> list[tuple[Read, Read]]:
    """Every two of different field and different profile, where both are known."""
    return [
        (one, other)
        for one, other in itertools.combinations(readers, 2)
        if all(
            len({one.facts.value(axis), other.facts.value(axis), None}) == 3
            for axis in (FIELD, "profile")
        )
    ]


def in_common(readers: Iterable[Read]) -> dict[tuple[str, str], float]:
    """For every two of different field and profile, the share of runs of five words that the
    shorter of their guides has in the other.
    """
    readers = list(readers)
    said = {reader.key: runs(reader.of("guide")) for reader in readers}
    return {
        (one.key, other.key): len(said[one.key] & said[other.key])
        / min(len(said[one.key]), len(said[other.key]))
        for one, other in unlike(readers)
    }


def told_twice(reader: Read, least: int) -> set[str]:
    """The sentences of at least so many words that stand in two of result, guide and letters, but
    those that stand wherever they may be needed.
    """
    said = {part: told(reader.of(part), least) for part in PARTS}
    pairs = itertools.combinations(PARTS, 2)
    return {same for one, other in pairs for same in said[one] & said[other]} - ON_PURPOSE
