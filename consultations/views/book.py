"""The booking page: the offer, the open times, a form that keeps what was typed, a wish."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import activate
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from assessments.models import Attempt, Passage
from consultations import actions, links
from consultations.forms import BookForm, PersonForm, TimeRequestForm
from consultations.models import Booking, Meeting
from consultations.slots import Refusal
from consultations.views.slot_picker import chosen_meeting, looking, place_of, sent_to, times
from contacts import visit
from contacts.models import Contact
from health.budgets import BOOKING, budgeted
from health.clock import now
from offers.actions import count_look
from offers.forms import carrying, is_look, source_of
from offers.models import Offer, Source
from offers.sources import CARRIED
from practice.models import Practice, constants
from writing.render import Scope
from writing.segments import Facts

CameFrom = Booking.CameFrom
BOOK = "consultations:book"


@dataclass(frozen=True)
class BookingVisitor:
    """Who came by which link: from a letter (`contact`), or from a result (`key`)."""

    contact: Contact | None
    key: str
    asked: Offer | None = None  # whose booking page it is

    @cached_property
    def attempt(self) -> Attempt | None:
        """The answers that may be shared."""
        return links.attempt_by(self.key) if self.key else links.attempt_of(self.contact)

    @property
    def offer(self) -> int | None:
        """The id of the offer whose page it is, or whose result they have."""
        if self.asked:
            return self.asked.pk
        return self.attempt.assessment.offer_id if self.attempt else None

    @property
    def came_from(self) -> str:
        if self.contact:
            return CameFrom.LETTER
        return CameFrom.RESULT if self.key and self.attempt else CameFrom.SITE

    @property
    def address(self) -> str:
        """Whose letter the link stood in. No form is filled with it: letters are forwarded."""
        return self.contact.email if self.contact else ""

    def is_it(self, email: str) -> bool:
        """Whether the letter the link stood in went to this address."""
        return self.contact is not None and self.contact.email.lower() == email.lower()

    def speaks(self, practice: Practice) -> str:
        """The language of what they read before they came here."""
        if self.asked:
            return str(self.asked.language)
        if self.contact:
            return str(self.contact.language)
        return self.attempt.definition.language if self.attempt else str(practice.language)

    @property
    def sources(self) -> tuple[Source | None, Source | None]:
        """What brought them before they came by this link: the last time, and the first."""
        if self.contact and self.contact.last_source:
            return self.contact.last_source, self.contact.first_source
        attempt = self.attempt
        return (attempt.source, attempt.first_source) if attempt else (None, None)

    def shares(self, email: str) -> Attempt | None:
        """The answers to share; those of a letter's reader only under the reader's own address."""
        return self.attempt if self.key or self.is_it(email) else None


@method_decorator([csrf_exempt, never_cache, budgeted(BOOKING)], name="dispatch")
class BookingPage(View):
    """The page both forms stand on."""

    carried: Mapping[str, str] = {}

    def setup(self, request: HttpRequest, key: str = "", slug: str = "") -> None:
        super().setup(request, key=key, slug=slug)
        asked = get_object_or_404(Offer.objects.visible(), slug=slug) if slug else None
        self.visitor = BookingVisitor(links.contact_for(request.GET.get("for", "")), key, asked)
        self.source, self.first_source = self.came_by(request)
        self.practice = Practice.objects.the()
        self.language = self.visitor.speaks(self.practice)
        activate(self.language)
        is_closed = asked is not None and not asked.is_open
        self.meetings = [] if is_closed else Meeting.objects.offered(self.visitor.offer)
        self.meeting = chosen_meeting(request, self.meetings)

    def came_by(self, request: HttpRequest) -> tuple[Source, Source | None]:
        """What brought them, and what did the first time. Whoever comes by a link of ours (a mail
        program names itself as the page before) came as they did then, unless the link says where
        it stood. Else the page's own links and forms carry it on.
        """
        said = source_of(request, piece=Source.Piece.BOOK)
        last, first = self.visitor.sources
        says = {*request.GET, *request.POST} & set(CARRIED)
        if (self.visitor.contact or self.visitor.key) and not says:
            return last or said, first
        self.carried = {**said.carried, "piece": said.piece} if says or not said.is_direct else {}
        request.GET = carrying(request.GET, self.carried)  # type: ignore[assignment]  # as mutable as it
        return said, first

    def page(
        self,
        request: HttpRequest,
        form: BookForm,
        *,
        time_request: TimeRequestForm | None = None,
        refusal: Refusal | None = None,
    ) -> HttpResponse:
        meeting, contact = self.meeting, self.visitor.contact
        seen = looking(request, time_request or form, contact.zone if contact else "")
        open_now = actions.open_times(meeting=meeting, now=now()) if meeting else []
        return render(
            request,
            "consultations/book.html",
            {
                "form": form,
                "time_request": time_request
                or TimeRequestForm(of_letter=self.visitor.address, initial=self.beginning()),
                "action": sent_to(request),
                "carried": self.carried,
                "carried_query": urlencode(self.carried),
                "meeting": meeting,
                "own_words": in_own_words(meeting.own_words) if meeting else "",
                "meetings": self.meetings,
                "slug": self.visitor.asked.slug if self.visitor.asked else "",
                "may_share": self.visitor.attempt is not None,
                **times(seen, open_now, refusal, form),
            },
            status=409 if refusal else 422 if form.is_bound or time_request else 200,
        )

    def remembering(self, form: PersonForm, response: HttpResponse) -> HttpResponse:
        """The browser keeps what was typed; an address that was only ticked was not."""
        said = form.cleaned_data
        if not form.is_of_letter:
            named = {"email": said["email"], "first_name": said["first_name"]}
            visit.remember(self.request, response, **named, now=now())
        return response

    def fresh(self) -> BookForm:
        return BookForm(of_letter=self.visitor.address, initial=self.beginning())

    def beginning(self) -> dict[str, object]:
        """What was typed in this visit; a name that a letter said already."""
        named = {"first_name": self.visitor.contact.first_name} if self.visitor.contact else {}
        typed = visit.typed(self.request, now=now()) if self.request.method == "GET" else {}
        return {**named, **typed, "request_key": uuid.uuid4()}


def in_own_words(passage: Passage | None) -> str:
    """What the author says of herself there, to everybody; nothing before it is published."""
    if passage is None or passage.published is None:
        return ""
    said = passage.frozen(as_published=True).text(Facts())
    scope = Scope(constants=constants(), values={"site_url": f"{settings.SITE_URL}/"})
    return scope.html(said, headings_from=4)


class Book(BookingPage):
    """Choose a time and book it."""

    def get(self, request: HttpRequest, key: str = "", slug: str = "") -> HttpResponse:
        if not (self.visitor.contact or key) and is_look(request):
            offer = self.visitor.asked or (self.meeting.offer if self.meeting else None)
            count_look(offer=offer, source=self.source, now=now())
        return self.page(request, self.fresh())

    def post(self, request: HttpRequest, key: str = "", slug: str = "") -> HttpResponse:
        form = BookForm(request.POST, of_letter=self.visitor.address)
        if not form.is_valid():
            return self.page(request, form)
        if self.meeting is None:
            raise Http404
        outcome = self.booked(self.meeting, form)
        if isinstance(outcome, Refusal):
            return self.page(request, form, refusal=outcome)
        response = redirect("consultations:booking", links.booking_token(outcome))
        return self.remembering(form, response)

    def booked(self, meeting: Meeting, form: BookForm) -> Booking | Refusal:
        sent = form.cleaned_data
        return actions.book(
            meeting=meeting,
            starts_at=sent["start"],
            email=sent["email"],
            first_name=sent["first_name"],
            zone=sent["zone"],
            note="",  # asked on the booking's own page
            attempt=self.visitor.shares(sent["email"]) if sent["share"] else None,
            came_from=self.visitor.came_from,
            # Only where the link came by mail to this very address: anybody may type another into
            # the form.
            proven=self.visitor.is_it(sent["email"]),
            place=place_of(self.request),
            source=self.source,
            first_source=self.first_source,
            request_key=sent["request_key"],
            language=self.language,
            now=now(),
        )


class LeaveTimeRequest(BookingPage):
    """No time suits: leave a wish."""

    def get(self, request: HttpRequest, key: str = "", slug: str = "") -> HttpResponse:
        """Times looked for from a wish that was not complete: the booking page has them."""
        page = reverse("consultations:book-offer", args=[slug]) if slug else reverse(BOOK)
        return redirect(f"{page}?{request.GET.urlencode()}")

    def post(self, request: HttpRequest, key: str = "", slug: str = "") -> HttpResponse:
        form = TimeRequestForm(request.POST, of_letter=self.visitor.address)
        if not form.is_valid():
            return self.page(request, self.fresh(), time_request=form)
        if self.meeting is None:
            raise Http404
        outcome = actions.request_time(
            meeting=self.meeting,
            **{name: said for name, said in form.cleaned_data.items() if name != "to_letter"},
            proven=self.visitor.is_it(form.cleaned_data["email"]),
            place=place_of(request),
            source=self.source,
            language=self.language,
            now=now(),
        )
        if isinstance(outcome, Refusal):
            return self.page(request, self.fresh(), time_request=form, refusal=outcome)
        return self.remembering(form, self.thanks(self.meeting))

    def thanks(self, meeting: Meeting) -> HttpResponse:
        """The page after it, which speaks as the offer does."""
        attempt = self.visitor.attempt
        answered = attempt.assessment.offer if attempt else None
        offer = self.visitor.asked or meeting.offer or answered
        if offer is None:
            return redirect("consultations:time_requested")
        return redirect("consultations:time_requested-offer", offer.slug)


@never_cache
@require_safe
def time_requested(request: HttpRequest, slug: str = "") -> HttpResponse:
    """What happens with a wish; the same page for everybody of an offer."""
    if slug:
        activate(get_object_or_404(Offer.objects.visible(), slug=slug).language)
    return render(request, "consultations/time_requested.html", {"slug": slug})
