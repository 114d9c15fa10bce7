"""What this app declares of its documents; everything done with them is in `publishing`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments import actions as assessments
from assessments import grounds
from courses import actions as courses
from guides import actions, content, files, sections
from guides.models import Guide, GuideCopy
from guides.schema import GuideBody, Section
from practice.models import Image
from publishing.kinds import Effect, Finding, Kind, Preview, PreviewRequest
from writing import liquid_check, segments, variables
from writing.blocks import absent_pictures
from writing.segments import Axes
from writing.variables import Vocabulary


def guide_words(guide: Guide) -> Vocabulary:
    """A guide that is not saved yet may not say for which assessment it is."""
    return actions.vocabulary(guide.assessment) if guide.assessment else variables.GUIDE


def guide_findings(guide: Guide, body: GuideBody) -> Iterator[Finding]:
    """What keeps a guide from being published: each fault at the box it is in."""
    if not body.title.strip():
        yield Finding("title", _("A guide needs a title."))
    if guide.is_apart:
        yield Finding("", guide.apart_words)
    if not body.sections:
        yield Finding("sections", _("A guide needs a section."))
    words, passages = guide_words(guide), assessments.published_passages(guide.offer_id)
    pictures, asked = Image.objects.names(), assessments.drafted(guide.offer_id)
    keys: set[str] = set()
    for section in body.sections:
        at = f"sections/{section.id}"
        yield from _head_findings(section, at, keys, words.axes)
        wrong = sections.faults(section.text, passages, words)
        for fault in wrong or absent_pictures(section.text, pictures):
            yield Finding(f"{at}/text", fault.message, fault.line)
        rule = section.condition
        for message in grounds.of_versions(section.text, section.rests_on, asked, rule=rule):
            yield Finding(f"{at}/rests_on", message)
    yield from _handout_findings(body)
    for key in sorted(sections.passages_used(body) & passages.keys()):
        for text in passages[key].cells.values():
            for fault in absent_pictures(text, pictures):
                yield Finding("", fault.within(key).message)


def _handout_findings(body: GuideBody) -> Iterator[Finding]:
    """Sections that lead to a page to hand out, where there is none."""
    if content.handouts(body):
        return
    for section in body.sections:
        readable = liquid_check.readable(section.text)
        if readable and "handout_url" in liquid_check.uses(section.text).words:
            words = _("No page to hand out is there for every reader, so there is none to link to.")
            yield Finding(f"sections/{section.id}/text", words)


def _head_findings(section: Section, at: str, keys: set[str], axes: Axes) -> Iterator[Finding]:
    """`keys`: the short names of the sections before; this one's is added."""
    if not section.title.strip():
        yield Finding(f"{at}/title", _("A section needs a title."))
    if section.key in keys:
        yield Finding(f"{at}/key", _("Another section goes by “%s” already.") % section.key)
    if section.key:
        keys.add(section.key)
    for fault in segments.check(section.condition, axes):
        yield Finding(f"{at}/condition", fault.message)


def guide_effects(guide: Guide, _body: GuideBody) -> Iterator[Effect]:
    """Who gets these words, and who keeps others."""
    first = Guide.objects.filter(offer=guide.offer_id).offered()
    if first is not None and first.pk != guide.pk:
        words = _(
            "Readers of “%(offer)s” still get “%(first)s”, which was there first. Choose another "
            "offer for this one, or for that one, under “Where it belongs”."
        )
        yield Effect(words % {"offer": guide.offer, "first": first}, 0)
        return
    yield Effect(_("Guides made from now on read like this."))
    made = GuideCopy.objects.filter(guide=guide).count()
    if made:
        words = ngettext(
            "%d reader has a guide already; it stays as it is.",
            "%d readers have a guide already; theirs stay as they are.",
            made,
        )
        yield Effect(words % made, made)


def guide_preview(guide: Guide, body: GuideBody, request: PreviewRequest) -> Preview:
    """The section looked at, alone; else the whole guide: as its reader's page, or on paper."""
    item = request.place.split("/")[1] if request.place.startswith("sections/") else ""
    # Its condition is left aside, or there might be nothing to see.
    alone = [
        section.model_copy(update={"condition": ""})
        for section in body.sections
        if section.id == item
    ]
    made = actions.unsaved(
        guide, body.model_copy(update={"sections": alone or body.sections}), request
    )
    if request.medium == "paper":
        return Preview(file=actions.on_paper(made).file)
    return Preview(template="guides/unsaved.html", context={"chapters": made.chapters})


def guide_references(body: GuideBody) -> Set[str]:
    return {f"passage:{key}" for key in sections.passages_used(body)}


def guide_closure(guide: Guide, body: GuideBody) -> Mapping[str, Any]:
    return actions.frozen(guide, body).closure


GUIDE = Kind(
    model=Guide,
    schema=GuideBody,
    checks=guide_findings,
    preview=guide_preview,
    readers=lambda guide: courses.scored(guide.offer_id),
    prints=True,
    impact=guide_effects,
    references=guide_references,
    uses=("passage:",),
    closure=guide_closure,
    vocabulary=guide_words,
    files=files.GUIDES,
)
