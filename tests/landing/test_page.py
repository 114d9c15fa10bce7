"""The blocks as the templates get them."""

from __future__ import annotations

import json

from landing import json_ld
from landing.files import LANDINGS
from landing.page import PageContext, blocks
from landing.schema import BlockKind, LandingBlock, LandingBody, Target
from publishing.files import Filed

LINKS = {Target.ASSESSMENT: "/assessment/x/?utm_source=card", Target.BOOKING: "/book/"}


def page(*said: LandingBlock) -> LandingBody:
    return LandingBody(title="A page", description="What it is.", blocks=list(said))


def test_a_slot_that_waits_for_her_words_prints_nothing() -> None:
    empty = [
        LandingBlock(kind=BlockKind.WORDS, heading="Why I made this"),
        LandingBlock(kind=BlockKind.QUOTE, name="Jo"),
        LandingBlock(kind=BlockKind.SAMPLE, heading="A result"),
        LandingBlock(kind=BlockKind.ARTICLE, heading="An article"),
    ]

    assert blocks(page(*empty), PageContext(LINKS)) == []


def test_quotes_that_follow_each_other_stand_side_by_side() -> None:
    quote = LandingBlock(kind=BlockKind.QUOTE, text="Yes.", name="Jo")
    words = LandingBlock(kind=BlockKind.WORDS, text="Between.")

    shown = blocks(page(quote, quote, words, quote), PageContext(LINKS))

    assert [len(one.quotes) for one in shown] == [2, 0, 1]


def test_a_button_leads_where_its_block_says() -> None:
    leads = [(Target.ASSESSMENT, ""), (Target.BOOKING, ""), (Target.ADDRESS, "/privacy/")]
    said = [
        LandingBlock(kind=BlockKind.CLOSING, button="Go", leads=leads_to, address=address)
        for leads_to, address in leads
    ]

    shown = blocks(page(*said), PageContext(LINKS))

    assert [one.url for one in shown] == [*LINKS.values(), "/privacy/"]


def test_what_the_author_writes_is_safe_wherever_it_stands() -> None:
    said = LandingBlock(
        kind=BlockKind.QUESTIONS,
        heading="<script>a</script>",
        text="<b onclick=x>\n### <img src=x onerror=y>\n[a](javascript:x)",
    )

    (shown,) = blocks(page(said), PageContext(LINKS))

    html = shown.heading + shown.html + "".join(shown.entries[0].values())
    assert "<script" not in html
    assert "<b " not in html
    assert "<img" not in html
    assert "href=" not in html


def test_search_engines_read_the_questions_and_cannot_leave_the_script() -> None:
    said = LandingBlock(
        kind=BlockKind.QUESTIONS, text="### Is it *free*?\n\nYes. </script><script>"
    )

    made = json_ld.graph(page(said), site="https://x.org", path="/", name="Check", practice="P")
    script = json_ld.script(made)

    assert "<" not in script
    (faq,) = [node for node in json.loads(script)["@graph"] if node["@type"] == "FAQPage"]
    assert faq["mainEntity"][0]["name"] == "Is it free?"


def test_a_page_is_written_as_a_file_and_read_back() -> None:
    body = page(
        LandingBlock(id="a", kind=BlockKind.OPENING, heading="Hello", leads=Target.BOOKING),
        LandingBlock(id="b", text="Two\n\nlines"),
    )

    files = LANDINGS.write(Filed("check", body))
    (again,) = LANDINGS.read(files)

    assert again.key == "check"
    plain = [block.model_dump(exclude={"id"}) for block in again.body.blocks]
    assert plain == [block.model_dump(exclude={"id"}) for block in body.blocks]
