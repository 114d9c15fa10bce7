"""What stands on a sign-up form of other rows: its boxes, its file, the fields of people."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from contacts.models import ContactField
from courses.models import Course
from landing.actions.context import is_there
from landing.actions.sign_up import boxes
from landing.json_ld import plain
from landing.models import SignUpForm
from landing.sign_up.checks import FormSurroundings
from landing.sign_up.schema import FormBody
from landing.sign_up.sheet import JoinForm
from publishing.kinds import Choices
from writing.markdown import to_html

DESCRIBED = 160
"""Letters of a description that search engines show whole."""


def form_surroundings(form: SignUpForm) -> FormSurroundings:
    """What a form may name, as its checks ask."""
    rows = Course.objects.order_by("pk")
    courses = rows.filter(offer=form.offer_id).values_list("slug", flat=True)
    elsewhere = rows.exclude(offer=form.offer_id) if form.offer_id else rows.none()
    return FormSurroundings(
        courses=frozenset(courses),
        offer=str(form.offer) if form.offer_id else "",
        elsewhere=dict(elsewhere.values_list("slug", "title")),
        has_file=bool(form.file),
        fields=dict(ContactField.objects.values_list("key", "sort")),
        is_there=is_there,
    )


def form_choices(form: SignUpForm) -> Choices:
    """What the boxes offer: the courses of its offer, the fields of people."""
    courses = Course.objects.filter(offer=form.offer_id) if form.offer_id else Course.objects.all()
    fields = ContactField.objects.values_list("key", "label")
    return {
        "course": [("", "–"), *((course.slug, str(course)) for course in courses.order_by("pk"))],
        "field": [("", _("a field named like the question")), *fields],
    }


def sheet(
    form: SignUpForm, body: FormBody, data: Any = None, *, typed: Mapping[str, str] | None = None
) -> JoinForm:
    """The form to fill in, with what was `typed` in this visit, or as it was sent."""
    offered = boxes(form, body) if form.offer_id else []
    return JoinForm(data, body=body, boxes=offered, needs_a_box=not form.file, initial=typed)


def plain_fields(form: SignUpForm, body: FormBody) -> str:
    """The boxes of a form as HTML to paste anywhere, in the language that is active; the boxes and
    their names are those of its own page, so that one view takes both.
    """
    context = {"sheet": sheet(form, body), "page": body, "site_url": settings.SITE_URL}
    return render_to_string("landing/_join_plain.html", context)


def first_words(body: FormBody) -> str:
    """What its page is about in a sentence or two, for search engines and where it is shared."""
    return shorten(plain(body.intro), DESCRIBED, placeholder=" …") or body.title


def form_page(form: SignUpForm, body: FormBody) -> dict[str, Any]:
    """What the page of a form shows, without what somebody typed."""
    return {
        "page": body,
        "line": first_words(body),
        "intro": mark_safe(to_html(body.intro, headings_from=2)),
        "slug": form.slug,
        "path": form.get_absolute_url() if form.slug else "/",
    }
