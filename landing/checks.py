"""What keeps a landing page from being published: each fault at the box it is in. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from landing.entries import split
from landing.schema import WITH_BUTTON, WITH_ENTRIES, BlockKind, LandingBlock, LandingBody, Target
from publishing.kinds import Finding
from writing.blocks import PROSE, check_blocks

HTTP = re.compile(r"(?:\]\(\s*<?|<)(http://[^)\s>]*)", re.IGNORECASE)
LIQUID = re.compile(r"\{\{|\{%")
FENCE = re.compile(r"\s*:{3,}[ \t]*([a-z]+)")
WITHOUT_HEADING = (BlockKind.QUOTE, BlockKind.WORDS)


@dataclass(frozen=True)
class PageSurroundings:
    """What of other rows a page may lead to or show. `pictures` are descriptions by short name;
    `is_there` says whether a path of this site has a page.
    """

    has_assessment: bool
    has_form: bool
    has_guide: bool
    may_book: bool
    readers: frozenset[str]
    pictures: Mapping[str, str]
    is_there: Callable[[str], bool]


def findings(body: LandingBody, facts: PageSurroundings) -> Iterator[Finding]:
    """Every fault, in the order of the page."""
    if not body.title.strip():
        yield Finding("title", _("The page needs a title: the browser's tab and searches show it."))
    if not body.description.strip():
        yield Finding("description", _("Say in a sentence what this is: searches show it."))
    kinds = [block.kind for block in body.blocks]
    if kinds[:1] != [BlockKind.OPENING]:
        yield Finding("blocks", _("A landing page begins with an opening. Add one, as number 1."))
    if not any(_leads_on(block) for block in body.blocks):
        yield Finding("blocks", _("No button on this page leads to the assessment or a form yet."))
    for number, block in enumerate(body.blocks):
        at = f"blocks/{block.id}"
        if number and block.kind is BlockKind.OPENING:
            yield Finding(f"{at}/heading", _("A page has one opening. Make this another block."))
        yield from _heading(block, at)
        yield from _text(block, at)
        yield from _button(block, at, facts)
        yield from _shown(block, at, facts)


def _leads_on(block: LandingBlock) -> bool:
    is_button = block.kind in WITH_BUTTON and bool(block.button.strip())
    return is_button and block.leads in (Target.ASSESSMENT, Target.FORM)


def _heading(block: LandingBlock, at: str) -> Iterator[Finding]:
    if block.heading.strip() or block.kind in WITHOUT_HEADING:
        return
    if block.kind is BlockKind.OPENING:
        yield Finding(f"{at}/heading", _("The opening needs a headline."))
    else:
        yield Finding(f"{at}/heading", _("This block needs a heading."))


def _text(block: LandingBlock, at: str) -> Iterator[Finding]:
    place = f"{at}/text"
    if not block.text.strip() and block.kind in (BlockKind.QUOTE, BlockKind.OPENING):
        yield Finding(place, _("Write what it says, or remove the block."))
    for number, line in enumerate(block.text.split("\n"), start=1):
        for message in line_faults(line):
            yield Finding(place, message, number)
    for fault in check_blocks(block.text):
        yield Finding(place, fault.message, fault.line)
    if block.kind in WITH_ENTRIES:
        yield from _entries(block, place)


def line_faults(line: str) -> Iterator[str]:
    """What no page of this kind can show."""
    for match in HTTP.finditer(line):
        yield (
            _("%s begins with http://, which browsers warn of. Begin it with https://.") % match[1]
        )
    if LIQUID.search(line):
        yield _("Everybody reads the same here: nothing can be put in between { and }.")
    fence = FENCE.match(line)
    if fence is not None and fence[1] not in PROSE:
        yield _("Buttons and pictures of this page have boxes of their own.")


def _entries(block: LandingBlock, place: str) -> Iterator[Finding]:
    _lead, entries = split(block.text)
    if not entries and block.kind is not BlockKind.LETTERS:
        yield Finding(place, _("This list is empty. Begin an entry with ### and its title."))
    for entry in entries:
        if not entry.title:
            yield Finding(place, _("This entry needs a title behind the ###."), entry.line)
        elif block.kind is BlockKind.QUESTIONS and not entry.text:
            yield Finding(place, _("“%s” has no answer yet.") % entry.title, entry.line)


def _button(block: LandingBlock, at: str, facts: PageSurroundings) -> Iterator[Finding]:
    is_article = block.kind is BlockKind.ARTICLE
    if not is_article and block.kind not in WITH_BUTTON:
        return
    if is_article or block.leads is Target.ADDRESS:
        if not block.button.strip() and (is_article or block.address.strip()):
            yield Finding(f"{at}/button", _("Say what stands on the button or link."))
        if block.button.strip() or block.address.strip():
            fault = address_fault(block.address.strip(), facts.is_there)
            if fault:
                yield Finding(f"{at}/address", fault)
    elif block.button.strip() and block.leads is Target.ASSESSMENT and not facts.has_assessment:
        yield Finding(
            f"{at}/leads", _("This button leads nowhere: the offer has no assessment yet.")
        )
    elif block.button.strip() and block.leads is Target.FORM and not facts.has_form:
        yield Finding(
            f"{at}/leads", _("This button leads nowhere: the offer has no sign-up form yet.")
        )
    elif block.button.strip() and block.leads is Target.BOOKING and not facts.may_book:
        yield Finding(
            f"{at}/leads", _("This button leads nowhere: no kind of meeting can be booked.")
        )


def address_fault(address: str, is_there: Callable[[str], bool]) -> str:
    if not address:
        return _("This button leads nowhere yet: write the address.")
    if address.startswith("/") and not address.startswith("//"):
        return "" if is_there(address) else _("There is no such page on your site.")
    try:
        parts = urlsplit(address)
    except ValueError:
        return _("This address cannot be read.")
    if parts.scheme == "http":
        return _(
            "This address begins with http://, which browsers warn of. Begin it with https://."
        )
    if parts.scheme != "https" or "." not in parts.netloc:
        return _("Begin the address with https://, or with / for a page of this site.")
    return ""


def _shown(block: LandingBlock, at: str, facts: PageSurroundings) -> Iterator[Finding]:
    """What it shows of others: a person's name, a picture, a result, the guide."""
    if block.kind is BlockKind.QUOTE and not block.name.strip():
        yield Finding(f"{at}/name", _("Say whose words these are; ask them before you do."))
    if block.picture and block.picture not in facts.pictures:
        yield Finding(f"{at}/picture", _("There is no picture “%s” any more.") % block.picture)
    elif block.picture and not facts.pictures[block.picture].strip():
        words = _(
            "“%s” has no description for people who do not see it. Write it under “Pictures”."
        )
        yield Finding(f"{at}/picture", words % block.picture)
    if block.kind not in (BlockKind.SAMPLE, BlockKind.GUIDE):
        return
    if block.kind is BlockKind.GUIDE and not facts.has_guide:
        yield Finding(f"{at}/heading", _("The offer has no guide yet, so it has no pages to show."))
    elif not facts.readers:
        words = _("There is no made-up reader of this offer yet, so there is nothing to show.")
        yield Finding(f"{at}/reader", words)
    elif block.reader and block.reader not in facts.readers:
        yield Finding(f"{at}/reader", _("This reader is there no more. Choose another."))
