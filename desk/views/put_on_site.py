"""“Put it on your site”: the line to paste for each piece and way, where it may be framed, and a
look at a page of hers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views import View
from django.views.decorators.http import require_safe

from assessments.models import Assessment
from consultations import transport
from consultations.models import Meeting
from desk.views.two_factor import shown
from landing import actions as landing
from landing.models import AllowedSite, SignUpForm
from landing.origins import origin_of
from landing.pieces import EmbedPiece, pieces_on
from landing.sign_up.schema import FormBody
from offers.models import Offer
from practice.permissions import needs
from writing.errors import Refused

LOOK, ACT = "landing.view_allowedsite", "landing.change_allowedsite"
WAYS = ("inline", "popup", "bar", "button", "frame", "form", "link")
MOST_SITES = 50


@dataclass(frozen=True)
class ChosenPiece:
    """What the page is about now."""

    offer: Offer
    name: str
    way: str
    pieces: dict[str, EmbedPiece]

    @property
    def piece(self) -> EmbedPiece:
        return self.pieces[self.name]

    @property
    def line(self) -> str:
        """What is pasted."""
        if self.way in ("inline", "bar", "button"):
            return self.piece.script(self.way)
        if self.way == "popup":
            return self.piece.script("popup", after="20", leaving="yes")
        return str(getattr(self.piece, self.way))

    @property
    def needs_frames(self) -> bool:
        return self.way not in ("form", "link")

    @property
    def needs_script(self) -> bool:
        return self.way in ("inline", "popup", "bar", "button")


class SiteForm(forms.Form):
    """A site that may frame us, as it is typed."""

    site = forms.CharField(label=gettext_lazy("Address of your website"), max_length=300)

    def clean_site(self) -> str:
        try:
            return origin_of(self.cleaned_data["site"])
        except Refused as refused:
            raise forms.ValidationError(refused.faults[0].message) from None


class PageAddressForm(forms.Form):
    """The page of hers to look at."""

    page = forms.URLField(
        label=gettext_lazy("Address of the page"), max_length=500, assume_scheme="https"
    )


def chosen(request: HttpRequest) -> ChosenPiece | None:
    """What the address asks for; the first of each where it says nothing we know."""
    offers = list(Offer.objects.open())
    if not offers:
        return None
    slug, name, way = (request.GET.get(key, "") for key in ("offer", "piece", "way"))
    offer = next((offer for offer in offers if offer.slug == slug), offers[0])
    pieces = pieces_of(offer)
    if not pieces:
        return None
    name = name if name in pieces else next(iter(pieces))
    ways = ways_of(name)
    return ChosenPiece(offer, name, way if way in ways else ways[0], pieces)


def pieces_of(offer: Offer) -> dict[str, EmbedPiece]:
    """The pieces an offer has, its words in the offer's language."""
    pieces: dict[str, EmbedPiece] = {}
    with override(offer.language):
        begin, book, join = _("Begin the assessment"), _("Book a conversation"), _("Sign up")
    site, language = settings.SITE_URL, offer.language
    assessment = Assessment.objects.open().filter(offer=offer).first()
    if assessment is not None:
        whole = (site, "assessment", assessment.slug, begin, language)
        pieces = {"assessment": EmbedPiece(*whole), "question": EmbedPiece(*whole, first=True)}
    for form in SignUpForm.objects.taking().filter(offer=offer):
        body: FormBody = form.published.read()  # type: ignore[union-attr,assignment]  # taking
        with override(language):
            fields = landing.plain_fields(form, body)
        words = body.button or join
        name = f"form-{form.slug}"
        pieces[name] = EmbedPiece(site, "form", form.slug, words, language, fields=fields)
    if Meeting.objects.offered(offer.pk):
        pieces["book"] = EmbedPiece(site, "book", offer.slug, book, language)
    return pieces


def piece_words(name: str) -> str:
    """What a piece is called above its line."""
    words = {
        "assessment": _("Whole assessment"),
        "question": _("First question"),
        "book": _("Booking"),
    }
    if name in words:
        return words[name]
    return str(SignUpForm.objects.get(slug=name.removeprefix("form-")))


def ways_of(name: str) -> tuple[str, ...]:
    """The first question stands in the page, or it is no first one; a booking needs its times,
    which no plain form has.
    """
    if name == "question":
        return ("inline", "frame")
    return tuple(way for way in WAYS if way != "form" or name != "book")


@needs(LOOK, act=ACT)
class PutOnSite(View):
    """The page; its buttons allow a site, take one off, and look at a page of hers."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        if "remove" in request.POST:
            AllowedSite.objects.filter(origin=request.POST["remove"]).delete()
            messages.success(request, _("Taken off: that site shows no frame of yours any more."))
            return redirect(request.get_full_path())
        if "page" in request.POST:
            return self.check(request)
        form = SiteForm(request.POST)
        if not form.is_valid():
            return self.page(request, site_form=form, status=422)
        if AllowedSite.objects.count() >= MOST_SITES:
            form.add_error("site", _("The list is full. Take a site off that is not used."))
            return self.page(request, site_form=form, status=422)
        AllowedSite.objects.get_or_create(origin=form.cleaned_data["site"])
        messages.success(request, _("From now on %s may show it.") % form.cleaned_data["site"])
        return redirect(request.get_full_path())

    def check(self, request: HttpRequest) -> HttpResponse:
        """Fetch a page of hers and say what of ours stands there."""
        form = PageAddressForm(request.POST)
        if not form.is_valid():
            return self.page(request, page_form=form, status=422)
        try:
            html = transport.fetch(form.cleaned_data["page"]).decode(errors="replace")
        except transport.Unfetched as error:
            said = [_("The page could not be looked at. %s") % error]
            return self.page(request, page_form=form, said=said)
        return self.page(
            request, page_form=form, said=pieces_in_words(form.cleaned_data["page"], html)
        )

    def page(self, request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
        now_chosen = chosen(request)
        given: dict[str, Any] = {"site_form": SiteForm(), "page_form": PageAddressForm(), **context}
        given |= {
            "chosen": now_chosen,
            "offers": Offer.objects.open(),
            "sites": AllowedSite.objects.all(),
            "our_site": settings.SITE_URL,
            "may_act": request.user.has_perm(ACT),
        }
        if now_chosen:
            given["pieces"] = [(name, piece_words(name)) for name in now_chosen.pieces]
            given["ways"] = [(way, way_words()[way]) for way in ways_of(now_chosen.name)]
            code = segno.make_qr(now_chosen.piece.address, error="m")
            given["qr"] = code.svg_data_uri(scale=4, border=2)
        answer = shown(request, "desk/put_on_site.html", _("Put it on your site"), **given)
        answer.status_code = status
        return answer


def way_words() -> dict[str, str]:
    return {
        "inline": _("In the page"),
        "popup": _("Popup"),
        "bar": _("Bar at the foot"),
        "button": _("Button"),
        "frame": _("Plain frame"),
        "form": _("Plain form"),
        "link": _("Link and QR code"),
    }


def pieces_in_words(address: str, html: str) -> list[str]:
    """What of ours stands on a page, and whether its site may frame it, in sentences."""
    pieces = pieces_on(html, site=settings.SITE_URL)
    if not pieces:
        words = _(
            "Nothing of yours is in this page as it is sent. Some builders add it only in the "
            "browser: open the page and look."
        )
        return [words]
    names = way_words()
    said = [
        _("It is there: “%(slug)s”, as: %(way)s.") % {"slug": slug, "way": names.get(way, way)}
        for way, _kind, slug in pieces
    ]
    framed = any(way not in ("link", "form") for way, _kind, _slug in pieces)
    if framed and origin_of(address) not in AllowedSite.objects.origins():
        said.append(_("But this site may not show it yet. Add it to the list of your sites."))
    return said


@needs(LOOK)
@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """A made-up page of hers with the line in it."""
    now_chosen = chosen(request)
    if now_chosen is None:
        raise Http404
    return render(request, "desk/put_on_site_preview.html", {"chosen": now_chosen})
