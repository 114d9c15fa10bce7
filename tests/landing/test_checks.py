"""What keeps a landing page from being published stands at its box, in her words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from landing.checks import PageSurroundings, findings
from landing.schema import BlockKind, LandingBlock, LandingBody, Target

pytestmark = pytest.mark.slow

KNOWN = PageSurroundings(
    has_assessment=True,
    has_form=True,
    has_guide=True,
    may_book=True,
    readers=frozenset({"jo"}),
    pictures={"gate": "A gate in a hedge", "bare": " "},
    is_there=lambda path: path == "/privacy/",
)
OPENING = LandingBlock(
    id="open", kind=BlockKind.OPENING, heading="Hello", text="What it is.", button="Begin"
)


def body(*blocks: LandingBlock, **said: Any) -> LandingBody:
    return LandingBody(
        **{"title": "A page", "description": "What it is.", "blocks": [OPENING, *blocks]} | said
    )


def block(kind: BlockKind, **said: Any) -> LandingBlock:
    return LandingBlock(**{"id": "b", "kind": kind, "heading": "Heading", "text": "Text."} | said)


def said(page: LandingBody, known: PageSurroundings = KNOWN) -> list[tuple[str, str]]:
    return [(finding.place, finding.message) for finding in findings(page, known)]


def test_a_page_of_a_headline_and_a_button_may_go_out() -> None:
    assert said(body()) == []


def test_a_new_page_says_what_it_needs() -> None:
    places = [place for place, _message in said(LandingBody())]

    assert places == ["title", "description", "blocks", "blocks"]


@pytest.mark.parametrize(
    ("fields", "place", "message"),
    [
        ({"heading": " "}, "heading", "needs a headline"),
        ({"text": ""}, "text", "Write what it says"),
        ({"button": "Begin", "leads": Target.ADDRESS}, "address", "leads nowhere yet"),
        (
            {"button": "Read", "leads": Target.ADDRESS, "address": "http://example.org"},
            "address",
            "begins with http://",
        ),
        (
            {"button": "Read", "leads": Target.ADDRESS, "address": "example.org"},
            "address",
            "with https://",
        ),
        (
            {"button": "Read", "leads": Target.ADDRESS, "address": "/nowhere/"},
            "address",
            "no such page",
        ),
        (
            {"button": "", "leads": Target.ADDRESS, "address": "/privacy/"},
            "button",
            "what stands on the button",
        ),
        ({"picture": "gone"}, "picture", "no picture “gone”"),
        ({"picture": "bare"}, "picture", "no description"),
    ],
)
def test_a_fault_of_the_opening_stands_at_its_box(
    fields: dict[str, Any], place: str, message: str
) -> None:
    begin = LandingBlock(id="end", kind=BlockKind.CLOSING, heading="End", button="Begin")
    page = body(blocks=[OPENING.model_copy(update=fields), begin])

    ((found, words),) = said(page)

    assert found == f"blocks/open/{place}"
    assert message in words


@pytest.mark.parametrize(
    ("faulty", "place", "message"),
    [
        (block(BlockKind.OPENING), "heading", "one opening"),
        (block(BlockKind.GET, heading=""), "heading", "needs a heading"),
        (block(BlockKind.STEPS), "text", "This list is empty"),
        (block(BlockKind.QUESTIONS, text="### Why?"), "text", "“Why?” has no answer"),
        (block(BlockKind.GET, text="###  \nText"), "text", "needs a title"),
        (block(BlockKind.QUOTE), "name", "whose words"),
        (block(BlockKind.QUOTE, text="", name="Jo"), "text", "Write what it says"),
        (block(BlockKind.ARTICLE, button="Read"), "address", "leads nowhere yet"),
        (block(BlockKind.ARTICLE, address="https://example.org"), "button", "Say what stands"),
        (block(BlockKind.SAMPLE, reader="gone"), "reader", "there no more"),
        (block(BlockKind.WORDS, text="[a](http://example.org)"), "text", "begins with http://"),
        (block(BlockKind.WORDS, text="Hello {{ first_name }}"), "text", "Everybody reads the same"),
        (block(BlockKind.WORDS, text="::: button x\nGo\n:::"), "text", "boxes of their own"),
        (block(BlockKind.WORDS, text="::: note\nOpen"), "text", "never closed"),
    ],
)
def test_a_fault_of_a_block_stands_at_its_box(
    faulty: LandingBlock, place: str, message: str
) -> None:
    findings_said = said(body(faulty))

    assert findings_said[0][0] == f"blocks/b/{place}"
    assert message in findings_said[0][1]


@pytest.mark.parametrize(
    ("known", "shown", "message"),
    [
        ({"has_assessment": False}, OPENING, "has no assessment yet"),
        (
            {"may_book": False},
            block(BlockKind.CLOSING, button="Talk", leads=Target.BOOKING),
            "no kind of meeting",
        ),
        ({"has_guide": False}, block(BlockKind.GUIDE), "no guide yet"),
        ({"readers": frozenset()}, block(BlockKind.SAMPLE), "nothing to show"),
    ],
)
def test_a_page_that_leads_to_nothing_says_so(
    known: dict[str, Any], shown: LandingBlock, message: str
) -> None:
    page = body() if shown is OPENING else body(shown)

    assert any(message in words for _place, words in said(page, replace(KNOWN, **known)))


def test_a_page_must_lead_to_the_assessment_somewhere() -> None:
    page = body(blocks=[OPENING.model_copy(update={"leads": Target.BOOKING})])

    assert said(page) == [
        ("blocks", "No button on this page leads to the assessment or a form yet.")
    ]
