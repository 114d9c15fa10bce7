"""After the practice changed: one page, one button for every published text."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from desk.actions import renewing
from desk.views.second_step import shown
from practice.permissions import needs
from pulse.clock import now


@needs("practice.change_practice")
class Renew(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        found = renewing.stale()
        return shown(request, "desk/renew.html", _("Your practice in published texts"), found=found)

    def post(self, request: HttpRequest) -> HttpResponse:
        count = renewing.renew(now=now())
        text = ngettext("%d text was published again.", "%d texts were published again.", count)
        messages.success(request, text % count)
        return redirect("desk:renew")
