"""The assessment in parts: its texts, its questions, how answers are read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from assessments.models import Assessment
from assessments.schema import AssessmentBody
from assessments.sections import PARTS
from publishing.admin_parts import PartsAdmin
from publishing.models import Document


@admin.register(Assessment)
class AssessmentAdmin(PartsAdmin):
    columns_shown = ("offer", "slug")
    parts = PARTS
    free_column = "slug"
    free_ending = "-copy"
    list_display = (
        "__str__",
        "offer",
        "state_in_words",
        "when_it_shows",
        "saved_at",
        "whose_words",
    )

    list_select_related = ("offer", "published")

    @admin.display(description=_("when the result shows"))
    def when_it_shows(self, assessment: Assessment) -> str:
        return assessment.body.mode.label

    @admin.display(description=_("state"))
    def state_in_words(self, document: Document) -> str:
        if document.stays_draft:
            return gettext("only asks")
        return super().state_in_words(document)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else {"slug": ("body-title",)}

    def closed(self, body: AssessmentBody) -> AssessmentBody:
        """A new question gets a short name that nobody has."""
        taken = {question.key for question in body.questions}
        named, number = [], len(taken)
        for question in body.questions:
            if not question.key:
                while f"q{number}" in taken:
                    number += 1
                taken.add(f"q{number}")
                question = question.model_copy(update={"key": f"q{number}"})
            named.append(question)
        return body.model_copy(update={"questions": named})

    def copied(self, document: Any, request: HttpRequest) -> Any:
        text = gettext(
            "Its guide and its course are not in it: copy them too, then tell the guide that it is "
            "for this one."
        )
        messages.info(request, text)
        return super().copied(document, request)

    @action(description=_("Save and publish"), permissions=["change"])
    def publish_it(self, request: HttpRequest, document: Any) -> None:
        before = document.published
        super().publish_it(request, document)
        document.refresh_from_db()
        if document.published != before:
            address = settings.SITE_URL + reverse("assessment:start", args=[document.slug])
            text = gettext(
                "Whoever has begun goes on with the questions they began with. It starts at %s"
            )
            messages.info(request, text % address)
