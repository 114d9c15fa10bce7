"""One-click unsubscribe (RFC 8058): GET shows one button, POST acts without cookie or login."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from contacts import actions, links
from contacts.models import Contact
from health.clock import now


def addressed(token: str) -> tuple[Contact, str]:
    """The contact of a token, spoken to in their language, and its purpose; else a kind 404."""
    value = links.read("unsubscribe", token) or ""
    uid, _separator, purpose = value.partition("~")
    contact = Contact.objects.by_uid(uid) if uid else None
    if contact is None:
        raise Http404
    activate(contact.language)
    return contact, purpose


# RFC 8058 §3.2: the mail program posts without cookie or referrer, so a CSRF check would refuse it;
# and GET must not act, as scanners follow every link. The signed token is the permission.
@method_decorator([csrf_exempt, never_cache], name="dispatch")
class Unsubscribe(View):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        contact, purpose = addressed(token)
        return self.page(request, contact, purpose, "ask")

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        contact, purpose = addressed(token)
        # A mail program posts `List-Unsubscribe=One-Click` and nothing else (RFC 8058 §3.1): `undo`
        # comes from our own page only.
        if request.POST.get("undo"):
            actions.resubscribe(contact=contact, purpose=purpose, now=now())
            return self.page(request, contact, purpose, "undone")
        actions.unsubscribe(contact=contact, purpose=purpose, now=now())
        return self.page(request, contact, purpose, "done")

    def page(self, request: HttpRequest, contact: Contact, purpose: str, step: str) -> HttpResponse:
        return render(
            request,
            "contacts/unsubscribe.html",
            {
                "step": step,
                "everything": purpose == actions.EVERYTHING,
                "reminders": purpose == actions.REMINDERS,
                "preferences_url": links.preferences_url(contact),
            },
        )
