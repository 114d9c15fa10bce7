"""The archive of letters that everybody may read, and its feed."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import activate
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from health.clock import now
from mail import actions as mail
from practice.models import Practice

IN_FEED = 20
ON_A_PAGE = 30


@gzip_page
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The newest first, a page at a time: each has its words put together anew."""
    activate(Practice.objects.the().language)
    pages = Paginator(mail.public_letters(now=now()), ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    letters = [(row, mail.for_everybody(row), mail.went_out_at(row)) for row in page]
    return render(request, "landing/letters.html", {"letters": letters, "page": page})


@gzip_page
@require_safe
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them."""
    broadcast = get_object_or_404(mail.public_letters(now=now()), slug=slug)
    activate(broadcast.language)
    context = {
        "letter": mail.for_everybody(broadcast),
        "at": mail.went_out_at(broadcast),
        "path": reverse("public_letter", args=[slug]),
    }
    return render(request, "landing/letter.html", context)


@require_safe
def feed(_request: HttpRequest) -> HttpResponse:
    """The newest as an Atom feed (RFC 4287), each whole."""
    practice = Practice.objects.the()
    activate(practice.language)
    site = settings.SITE_URL
    atom = Atom1Feed(
        title=_("Letters from %s") % practice.name,
        link=site + reverse("public_letters"),
        description="",
        language=practice.language,
        feed_url=site + reverse("public_letters_feed"),
        author_name=practice.author_name,
    )
    for row in mail.public_letters(now=now())[:IN_FEED]:
        words, at = mail.for_everybody(row), mail.went_out_at(row)
        atom.add_item(
            title=words.subject,
            link=site + reverse("public_letter", args=[row.slug]),
            description=words.html,
            unique_id=row.uid.urn,
            pubdate=at,
            updateddate=at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml")
