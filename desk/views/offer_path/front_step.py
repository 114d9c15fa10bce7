"""The step that invites: the first page, and the words just before the first question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessments.outline import wording
from assessments.schema import AssessmentBody
from desk import offer_steps
from desk.actions.new_offer import write_front
from desk.actions.offer_edit import Clash, OfferEdit
from desk.actions.offer_texts import OfferTexts
from desk.forms.offer_path import FrontForm
from desk.views.offer_path.conflicts import Box
from desk.views.offer_path.step import Forms, StepPage
from landing.outline import FrontOutline, front
from landing.schema import BlockKind

BOX_OF = {
    (BlockKind.OPENING, "heading"): "headline",
    (BlockKind.OPENING, "text"): "lead",
    (BlockKind.GET, "text"): "gets",
}
"""The boxes by the blocks of a landing page and their fields."""


class FrontStep(StepPage):
    step = offer_steps.FRONT
    template = "desk/offer/front.html"

    def forms(self, texts: OfferTexts, body: AssessmentBody) -> Forms:
        said = front(texts.landing.body) if texts.landing else suggested(texts, body)
        words = {"start": body.start, "safety": body.safety}
        begun = {"headline": said.headline, "lead": said.lead, "gets": "\n".join(said.gets)}
        return {"form": FrontForm(initial=begun | words)}

    def bound(self, texts: OfferTexts, body: AssessmentBody, data: Mapping[str, Any]) -> Forms:
        return {"form": FrontForm(data)}

    def box(self, clash: Clash, forms: Forms) -> Box | None:
        place = clash.conflict.place.split("/")
        if clash.document is None or place[0] != "blocks":
            return (forms["form"], place[0]) if place[0] in forms["form"].fields else None
        body: Any = clash.document.read()
        kind: Any = next((block.kind for block in body.blocks if block.id == place[1]), None)
        name = BOX_OF.get((kind, place[-1]))
        return (forms["form"], name) if name else None

    def save(self, texts: OfferTexts, body: AssessmentBody, forms: Forms, edit: OfferEdit) -> None:
        said = forms["form"].cleaned_data
        words = {"start": said["start"], "safety": said["safety"]}
        edit.save(texts.assessment, body.model_copy(update=words))
        gets = tuple(line for line in map(str.strip, said["gets"].splitlines()) if line)
        outline = FrontOutline(said["headline"], said["lead"], gets)
        write_front(texts, outline, edit=edit)


def suggested(texts: OfferTexts, body: AssessmentBody) -> FrontOutline:
    """What stands in the boxes before anything was written."""
    gets = wording.gets(
        texts.offer.language, guide=texts.guide is not None, letters=bool(texts.lessons)
    )
    return FrontOutline(body.title, body.promise, tuple(gets))
