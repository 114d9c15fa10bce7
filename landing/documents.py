"""What this app declares of its documents; everything done with them is in `publishing`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from landing import actions, files
from landing.checks import findings
from landing.models import LandingPage
from landing.page import blocks
from landing.schema import LandingBody
from landing.tasks import nudge
from publishing.kinds import Effect, Finding, Kind, Preview, PreviewRequest
from publishing.models import Revision


def landing_findings(page: LandingPage, body: LandingBody) -> Iterator[Finding]:
    return findings(body, actions.known(page))


def landing_effects(page: LandingPage, _body: LandingBody) -> Iterator[Effect]:
    yield Effect(_("From now on visitors of “%s” meet this page first.") % page.offer)


def landing_preview(page: LandingPage, body: LandingBody, request: PreviewRequest) -> Preview:
    """The whole page; the block looked at is marked, so that the frame can turn to it."""
    looked_at = request.place.split("/")[1] if request.place.startswith("blocks/") else ""
    around = actions.page_context(page, body, now=request.now)
    language = page.offer.language if page.offer_id else None
    with override(language, deactivate=True):
        made = blocks(body, around, looked_at=looked_at)
    shown = {"page": body, "blocks": made, "path": "/", "card": actions.card(body, around)}
    return Preview(template="landing/page.html", context=shown)


def draw_soon(_page: LandingPage, _revision: Revision, _now: datetime) -> None:
    """Its guide's pages are drawn by a worker."""
    transaction.on_commit(nudge)


LANDING = Kind(
    model=LandingPage,
    schema=LandingBody,
    checks=landing_findings,
    preview=landing_preview,
    impact=landing_effects,
    choices=actions.choices,
    when_published=draw_soon,
    files=files.LANDINGS,
)
