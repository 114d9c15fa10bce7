"""Making two entries of one person one: whose, what would happen, then it happens."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from contacts.models import Contact
from desk.actions import merge
from desk.views.person import note
from desk.views.two_factor import shown
from health.clock import now
from practice.permissions import needs


@needs("contacts.change_contact", "contacts.delete_contact")
class Merge(View):
    """The page's person stays; the other, found by address, goes into it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        stays = get_object_or_404(Contact, pk=pk)
        wanted = request.GET.get("other", "").strip()
        if not wanted:
            return self.page(request, stays)
        goes, fault = self.other(stays, wanted)
        if goes is None:
            return self.page(request, stays, wanted=wanted, fault=fault)
        preview = merge.preview(stays=stays, goes=goes)
        return self.page(request, stays, other=goes, preview=preview)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        stays = get_object_or_404(Contact, pk=pk)
        goes, fault = self.other(stays, request.POST.get("other", ""))
        if goes is None:
            return self.page(request, stays, fault=fault)
        merge.merge(stays=stays, goes=goes, now=now())
        note(request, stays, _("Made one of two entries of this person."))
        messages.success(request, _("The two entries are one now."))
        return redirect("admin:contacts_contact_change", pk)

    def other(self, stays: Contact, address: str) -> tuple[Contact | None, str]:
        contact = Contact.objects.by_email(address)
        if contact is None:
            return None, _("Nobody with this address is known here.")
        if contact.pk == stays.pk:
            return None, _("This is the address of this very entry.")
        return contact, ""

    def page(self, request: HttpRequest, stays: Contact, **context: Any) -> HttpResponse:
        title = _("Make two entries one")
        return shown(request, "desk/merge.html", title, person=stays, **context)
