"""What we hold about a reader, and the erasing of it, by a link from their mailbox. GET shows, POST
acts.
"""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import activate
from django.views import View

from contacts import links as contact_links
from courses import actions, links
from courses.views.signed_pages import open_door
from health.clock import now


class OfDataRequest(View):
    """The link in the letter to whoever asked what is held about them: good for two days."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        asked = links.data_request_of(kwargs["token"])
        if asked is None:
            raise Http404
        self.asked = asked
        activate(asked.contact.language)
        if not actions.is_fresh(asked, now=now()):
            context = {"preferences_url": contact_links.preferences_url(asked.contact)}
            return render(request, "courses/own_data_over.html", context, status=410)
        return super().dispatch(request, *args, **kwargs)

    def page(self, request: HttpRequest, template: str) -> HttpResponse:
        context = {"contact": self.asked.contact, "token": self.kwargs["token"]}
        return render(request, template, context)


@open_door
class OwnData(OfDataRequest):
    """GET offers the file, POST gives it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(request, "courses/own_data.html")

    def post(self, _request: HttpRequest, token: str) -> HttpResponse:
        text = json.dumps(actions.own_data(self.asked.contact), ensure_ascii=False, indent=2)
        response = HttpResponse(text, content_type="application/json")
        response["Content-Disposition"] = 'attachment; filename="what-we-hold.json"'
        return response


@open_door
class EraseMe(OfDataRequest):
    """GET asks once more, POST erases; after it the link leads nowhere."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(request, "courses/erase_me.html")

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        actions.erase_reader(request=self.asked, now=now())
        return render(request, "courses/erased.html")
