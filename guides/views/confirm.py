"""The page that the letter's “Yes, this is me” opens: everything that was asked for with an
address, and its owner's own word on it. GET shows, POST acts.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import activate
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from contacts import links as contact_links
from courses import actions as courses
from courses.schedule import zone
from guides import actions, links, tasks
from guides.forms import SayForm
from guides.models import GuideCopy, GuideRequest
from guides.views.headers import page, private
from health.budgets import LINK, budgeted
from health.clock import now


@method_decorator([csrf_exempt, budgeted(LINK)], name="dispatch")
class Confirm(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        contact = contact_links.contact_of("confirm", kwargs["token"])
        if contact is None:
            raise Http404
        self.contact = contact
        activate(contact.language)
        self.waiting = list(GuideRequest.objects.open(contact, now=now()))
        self.lines = {asked.uid.hex: actions.changes(asked, contact) for asked in self.waiting}
        self.invited = {
            asked.uid.hex: actions.invitation(asked, contact) for asked in self.waiting[:1]
        }
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        name = "settled"
        if self.waiting:
            alone = self.waiting[0] if len(self.waiting) == 1 else None
            is_plain = alone and actions.takes_one_press(alone, self.contact)
            name = "confirm" if is_plain else "askings"
        return page(request, name, getattr(self, name)())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        known = {asked.uid.hex: self.offered(asked) for asked in self.waiting}
        form = SayForm(request.POST, lines=known)
        here = private(redirect("confirm", token=token))
        if not form.is_valid():
            return here
        said = form.cleaned_data
        if said["do"] == SayForm.NONE:
            actions.dismiss(contact=self.contact, uids=said["asking"], now=now())
            return here
        yes = form.ticked()
        if said["do"] != SayForm.TICKED:
            yes = self.one_press(said["asking"], yes)
        for asked in self.waiting:
            if asked.uid.hex in yes:
                wanted = yes[asked.uid.hex]
                actions.confirm(request=asked, accepted=wanted, zone=said["zone"], now=now())
        tasks.nudge()
        return here

    def one_press(self, uids: list[str], ticked: dict[str, set[str]]) -> dict[str, set[str]]:
        """All of the one asking that the page showed, if one press may still say it, and what was
        ticked beside it.

        Without a name, that of the only one there is: a button needs no hidden fields to be true.
        """
        shown = uids or [asked.uid.hex for asked in self.waiting]
        return {
            asked.uid.hex: {*self.lines[asked.uid.hex], *ticked.get(asked.uid.hex, ())}
            for asked in self.waiting
            if shown == [asked.uid.hex] and actions.takes_one_press(asked, self.contact)
        }

    def confirm(self) -> dict[str, Any]:
        """One asking that changes nothing of a known person: one button."""
        (asked,) = self.waiting
        uid = asked.uid.hex
        boxes, invited = self.lines[uid].values(), self.invited[uid].items()
        return {"asked": asked, "uid": uid, "boxes": boxes, "invited": invited}

    def askings(self) -> dict[str, Any]:
        """Several, or one that would change something: a line to tick for each."""
        return {
            "askings": [
                (asked, self.offered(asked).items(), zone(self.contact.zone, asked.zone))
                for asked in self.waiting
            ]
        }

    def offered(self, asked: GuideRequest) -> dict[str, str]:
        """Each line of an asking that can be ticked."""
        uid = asked.uid.hex
        return self.lines[uid] | self.invited.get(uid, {})

    def settled(self) -> dict[str, Any]:
        """Nothing waits: what holds now."""
        copies = GuideCopy.objects.filter(contact=self.contact, claimed_at__isnull=False)
        places = self.contact.enrollments.select_related("course", "contact", "message")
        coming = [(place, courses.coming(place, now=now())) for place in places]
        return {
            "guide_url": links.guide_url(copies[0]) if copies else "",
            "coming": [(place, when) for place, when in coming if when],
            "preferences_url": contact_links.preferences_url(self.contact),
        }
