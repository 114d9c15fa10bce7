"""The page that the letter's “Yes, this is me” opens: everything that was asked for with an
address, and its owner's own word on it. GET shows, POST acts.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from contacts import askings
from contacts import links as contact_links
from contacts.askings import OpenRequest
from courses import actions as courses
from courses.schedule import zone
from guides import tasks
from guides.forms import SayForm
from guides.views.headers import page
from health.budgets import LINK, budgeted
from health.clock import now
from practice.private_page import private


@method_decorator([csrf_exempt, budgeted(LINK)], name="dispatch")
class Confirm(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        contact = contact_links.contact_of("confirm", kwargs["token"])
        if contact is None:
            raise Http404
        self.contact = contact
        activate(contact.language)
        self.waiting = askings.waiting(contact, now=now())
        self.lines = {
            open_request.uid.hex: dict(kind.changes(open_request, contact))
            for kind, open_request in self.waiting
        }
        self.invited = {
            open_request.uid.hex: dict(kind.invitation(open_request, contact))
            for kind, open_request in self.waiting[:1]
        }
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        name = "settled"
        if self.waiting:
            name = "confirm" if len(self.waiting) == 1 and self.is_plain() else "askings"
        return page(request, name, getattr(self, name)())

    def is_plain(self) -> bool:
        kind, open_request = self.waiting[0]
        return kind.takes_one_press(open_request, self.contact)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        lines = {
            open_request.uid.hex: self.offered(open_request) for _kind, open_request in self.waiting
        }
        form = SayForm(request.POST, lines=lines)
        here = private(redirect("confirm", token=token))
        if not form.is_valid():
            return here
        data = form.cleaned_data
        if data["do"] == SayForm.NONE:
            for kind in askings.asking_kinds():
                kind.dismiss(contact=self.contact, uids=data["asking"], now=now())
            return here
        yes = form.ticked()
        if data["do"] != SayForm.TICKED:
            yes = self.one_press(data["asking"], yes)
        onward = self.say_yes(yes, zone=data["zone"])
        tasks.nudge()
        return private(HttpResponseRedirect(onward)) if onward else here

    def say_yes(self, yes: dict[str, set[str]], *, zone: str) -> str:
        """Confirm what was owned; where the one thing that waited leads on to, if anywhere."""
        onward = ""
        for kind, open_request in self.waiting:
            if open_request.uid.hex in yes:
                wanted = yes[open_request.uid.hex]
                kind.confirm(request=open_request, accepted=wanted, zone=zone, now=now())
                onward = kind.onward(open_request)
        return onward if len(self.waiting) == 1 else ""

    def one_press(self, uids: list[str], ticked: dict[str, set[str]]) -> dict[str, set[str]]:
        """All of the one asking that the page showed, if one press may still say it, and what was
        ticked beside it.

        Without a name, that of the only one there is: a button needs no hidden fields to be true.
        """
        shown = uids or [open_request.uid.hex for _kind, open_request in self.waiting]
        return {
            open_request.uid.hex: {
                *self.lines[open_request.uid.hex],
                *ticked.get(open_request.uid.hex, ()),
            }
            for kind, open_request in self.waiting
            if shown == [open_request.uid.hex] and kind.takes_one_press(open_request, self.contact)
        }

    def confirm(self) -> dict[str, Any]:
        """One asking that changes nothing of a known person: one button."""
        ((kind, open_request),) = self.waiting
        uid = open_request.uid.hex
        return {
            "asked": open_request,
            "uid": uid,
            "words": kind.words,
            "boxes": self.lines[uid].values(),
            "invited": self.invited[uid].items(),
        }

    def askings(self) -> dict[str, Any]:
        """Several, or one that would change something: a line to tick for each."""
        return {
            "askings": [
                (
                    open_request,
                    self.offered(open_request).items(),
                    zone(self.contact.zone, open_request.zone),
                    kind.words.mine,
                )
                for kind, open_request in self.waiting
            ]
        }

    def offered(self, open_request: OpenRequest) -> dict[str, str]:
        """Each line of an asking that can be ticked."""
        uid = open_request.uid.hex
        return self.lines[uid] | self.invited.get(uid, {})

    def settled(self) -> dict[str, Any]:
        """Nothing waits: what holds now."""
        places = self.contact.enrollments.select_related("course", "contact", "message")
        coming = [(place, courses.coming(place, now=now())) for place in places]
        return {
            "granted": askings.granted(self.contact),
            "coming": [(place, when) for place, when in coming if when],
            "preferences_url": contact_links.preferences_url(self.contact),
        }
