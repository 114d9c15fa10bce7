"""What the law asks of the author, from the real settings, and the way to a person who asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View

from desk.actions import duties
from desk.views.two_factor import shown
from practice.models import Practice
from practice.permissions import needs


@needs("practice.change_practice", "contacts.view_contact")
class Duties(View):
    """GET shows; POST leads to the person of an address, so that it stands in no address or log."""

    def get(self, request: HttpRequest, email: str = "", answer: str = "") -> HttpResponse:
        practice = Practice.objects.the()
        imprint = duties.imprint(practice)
        return shown(
            request,
            "desk/duties.html",
            _("Your duties"),
            processors=duties.processors(practice),
            terms=duties.terms(),
            imprint=imprint,
            missing=[line for line in imprint if line["is_missing"]],
            more=practice.privacy_extra,
            email=email,
            answer=answer,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        email = request.POST.get("email", "").strip()
        contact = duties.person_at(email)
        if contact:
            return redirect("admin:contacts_contact_change", contact.pk)
        answer = _("Nobody is here under this address: nothing is held about it.")
        if duties.is_barred(email):
            answer = _(
                "Nobody is here under this address. What is held is its fingerprint, so that it is "
                "not mailed; it stands under “Do not mail”."
            )
        return self.get(request, email, answer)
