"""The page of a draft in parts: each shows a few kinds of rows, and is saved by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assessments.admin import rows

NAME = "part"
"""The parameter of the address that names the part; without it, the texts."""


@dataclass(frozen=True)
class Part:
    """Kinds of rows shown together. `tables` are their names, by which unsaved words are known."""

    key: str
    title: Any
    inlines: tuple[type[rows.Table | rows.Stack], ...]

    @property
    def tables(self) -> str:
        own = "" if self.key else "texts "
        return own + " ".join(f"{one.model._meta.model_name}s" for one in self.inlines)

    @property
    def query(self) -> str:
        return f"?{NAME}={self.key}" if self.key else "?"


PARTS = (
    Part("", _("Texts"), (rows.LandingItemInline,)),
    Part("questions", _("Questions"), (rows.QuestionInline,)),
    Part("pages", _("Pages and answers"), (rows.PageInline, rows.AnswerLabelInline)),
    Part("scales", _("Scales"), (rows.ScaleInline, rows.GroupInline, rows.MeasureInline)),
    Part("readings", _("Readings"), (rows.ReadingInline, rows.NoticeInline)),
    Part("profiles", _("Profiles"), (rows.ProfileInline,)),
    Part("help", _("Next steps and reasons"), (rows.StepInline, rows.ConditionTextInline)),
)


def shown(request: HttpRequest) -> Part:
    """The part this page shows; the first where the address names none that exists."""
    key = request.GET.get(NAME, "")
    return next((part for part in PARTS if part.key == key), PARTS[0])
