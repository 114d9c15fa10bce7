"""A page of questions as HTML: the blank is rendered once a process, visitors are filled in.

Where something is amiss the page is rendered afresh. Both come from the same template.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from assessments.definition import Definition
from assessments.forms import PageForm
from assessments.models import Attempt
from assessments.page_cache import Blank, Holes
from assessments.route import Route, Stop, not_applicable, stem
from practice.frames import is_framed
from practice.models import Practice

BLANKS = 256
"""So many are kept: pages times ways to come to them, some kilobytes each."""


class Frame(NamedTuple):
    """What the page around the questions shows of the practice: part of the key of its blank, so
    that a change there is seen at once.
    """

    name: str
    legal_name: str
    contact_email: str
    accent: str
    warm: str
    typeface: str
    logo: str

    @classmethod
    def now(cls) -> Frame:
        row = Practice.objects.values_list(*cls._fields).first()
        return cls(*row) if row else cls(*(getattr(Practice(), name) for name in cls._fields))


@dataclass(frozen=True)
class CommonPage:
    """All that one page shows alike to everybody who comes to it this way."""

    definition: Definition
    stop: Stop
    stem: str
    before: bool
    left: int
    pages: int
    asked_before: int
    asked_in_all: int
    sentence: str

    @classmethod
    def of(cls, attempt: Attempt, route: Route, stop: Stop, sentence: str) -> CommonPage:
        return cls(
            definition=attempt.definition,
            stop=stop,
            stem=stem(attempt.definition, attempt.answers, stop),
            before=route.before(stop.number) is not None,
            left=route.left(stop.number),
            pages=len(route.stops),
            asked_before=route.asked_before(stop.number),
            asked_in_all=len(route.questions),
            sentence=sentence,
        )

    @property
    def deciding(self) -> str:
        """The questions here whose answers decide which others are asked, by key."""
        return " ".join(sorted(self.definition.deciding))

    def context(self, form: PageForm, key: str) -> dict[str, Any]:
        return {
            "common": self,
            "body": self.definition.body,
            "slug": self.definition.slug,
            "stop": self.stop,
            "done": self.pages - self.left - 1,
            "form": form,
            "key": key,
        }

    def filled(self, attempt: Attempt) -> str:
        """The page with one visitor's key and saved answers in it."""
        blank = _blank(self, Frame.now(), get_language() or "", is_framed())
        filling = form_of(attempt, self.stop).filling
        return blank.filled({"key": mark_safe(attempt.key), **filling})


# The promise of thrice Django's form loop (`bin/bench pages`). The template asks for language and
# frame by itself; they stand here for the key alone.
@lru_cache(maxsize=BLANKS)
def _blank(common: CommonPage, practice: Frame, _language: str, framed: bool) -> Blank:
    """The page with holes. It sees no request, so it can hold nothing of whoever asks first."""
    holes = Holes()
    form = PageForm(common.stop.questions, {}, not_applicable(common.definition), holes=holes)
    around = {"practice": practice, "site_url": settings.SITE_URL, "framed": framed}
    context = common.context(form, holes.hole("key")) | around
    return holes.cut(render_to_string("assessments/page.html", context))


def form_of(attempt: Attempt, stop: Stop, data: QueryDict | None = None) -> PageForm:
    """The questions of a stop with the answers saved, or those just sent."""
    words = not_applicable(attempt.definition)
    return PageForm(stop.questions, attempt.answers, words, data)
