"""What this app declares of its documents; everything done with them is in `publishing`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contacts import actions as contacts
from landing import actions, files
from landing.checks import findings
from landing.models import LandingPage, SignUpForm
from landing.page import awaited, blocks
from landing.schema import LandingBody
from landing.sign_up.checks import findings as faults_of_form
from landing.sign_up.schema import OWN_FIELDS, FormBody
from landing.tasks import nudge
from publishing.files import in_folder
from publishing.kinds import Effect, Finding, Kind, Preview, PreviewRequest
from publishing.models import Revision


def landing_findings(page: LandingPage, body: LandingBody) -> Iterator[Finding]:
    return findings(body, actions.surroundings(page))


def landing_effects(page: LandingPage, _body: LandingBody) -> Iterator[Effect]:
    yield Effect(_("From now on visitors of “%s” meet this page first.") % page.offer)


def landing_preview(page: LandingPage, body: LandingBody, request: PreviewRequest) -> Preview:
    """The whole page; the block looked at is marked, so that the frame can turn to it."""
    looked_at = request.place.split("/")[1] if request.place.startswith("blocks/") else ""
    around = actions.page_context(page, body, now=request.now)
    made = blocks(body, around, looked_at=looked_at)
    shown = {"page": body, "blocks": made, "path": "/", "card": actions.card(body, around)}
    return Preview(template="landing/page.html", context=shown)


def draw_soon(_page: LandingPage, _revision: Revision, _now: datetime) -> None:
    """Its guide's pages, and the picture that stands where it is shared, are drawn by a worker."""
    transaction.on_commit(nudge)


LANDING = Kind(
    model=LandingPage,
    schema=LandingBody,
    checks=landing_findings,
    preview=landing_preview,
    awaits=awaited,
    impact=landing_effects,
    choices=actions.choices,
    when_published=draw_soon,
    files=files.LANDINGS,
)


def is_published(slug: str) -> bool:
    """Whether a form of this name is there for visitors."""
    return SignUpForm.objects.filter(slug=slug).exclude(published=None).exists()


def form_findings(form: SignUpForm, body: FormBody) -> Iterator[Finding]:
    return faults_of_form(body, actions.form_surroundings(form))


def form_effects(form: SignUpForm, _body: FormBody) -> Iterator[Effect]:
    address = form.get_absolute_url()
    yield Effect(_("From now on the form at %s says and asks this.") % address)
    waiting = form.sign_ups.filter(outcome="").count()
    if waiting:
        yield Effect(_("Sent before and not confirmed yet; those keep the old words."), waiting)


def form_preview(form: SignUpForm, body: FormBody, _request: PreviewRequest) -> Preview:
    """The whole page, as a visitor meets it."""
    shown = actions.form_page(form, body) | {"sheet": actions.sheet(form, body)}
    return Preview(template="landing/join.html", context=shown)


def make_fields(_form: SignUpForm, revision: Revision, _now: datetime) -> None:
    """What the form asks becomes fields of people, named like its questions."""
    transaction.on_commit(nudge)  # the picture that stands where it is shared
    body: FormBody = revision.read()  # type: ignore[assignment]  # this kind's schema
    for field in body.fields:
        if field.sort in OWN_FIELDS:
            contacts.ensure_field(
                key=field.key, label=field.label, sort=field.sort.value, choices=field.choices
            )


FORM = Kind(
    model=SignUpForm,
    schema=FormBody,
    checks=form_findings,
    preview=form_preview,
    impact=form_effects,
    choices=actions.form_choices,
    when_published=make_fields,
    files=in_folder("forms", FormBody, key="slug"),
)
