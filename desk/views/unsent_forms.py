"""Forms sent without a login are kept for whoever logged in here last, and offered again.

Who that was is known for sure: a form passes Django's check of its origin only with the token that
the last login in this browser renewed. One from before another login fails that check and goes back
to the page that sent it, stored nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.csrf import csrf_failure

from desk.actions import drafts, unsent_forms
from desk.models import UnsentForm
from desk.views import devices
from desk.views.two_factor import shown
from health.clock import real_now
from practice.permissions import needs

OUTSIDE = {"login", "logout", "second_step", "jsi18n", "keep_form"}
"""Pages of the desk whose forms are about the login, or keep words themselves."""


class UnsentFormsMiddleware:
    """Stands after Django's check of where a form comes from, before a login is asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: object, _where: object
    ) -> HttpResponseBase | None:
        if not is_form(request):
            return None
        action = request.get_full_path()
        if request.user.is_authenticated:
            # With a login its words have arrived: they are saved now, or stand in the answer.
            if unsent_forms.FLAG in request.session:
                user_id = request.user.pk or 0
                unsent_forms.throw_away(request.session, user_id=user_id, actions=[action])
            return None
        user = devices.last_user(request)
        page = page_of(request)
        fields = unsent_forms.fields_of(request.POST)
        if user is None or not unsent_forms.keep(
            user_id=user.pk,
            action=action,
            page=page,
            fields=fields,
            was_sent=True,
            now=real_now(),
        ):
            return None
        return redirect_to_login(page, reverse("admin:login"))


def is_form(request: HttpRequest) -> bool:
    """Whether somebody pressed a button of a page of the desk; no script, no frame asks."""
    match = request.resolver_match
    if request.method != "POST" or match is None or not request.path_info.startswith(devices.PATH):
        return False
    goal = request.headers.get("Sec-Fetch-Dest", "document")
    return goal == "document" and match.url_name not in OUTSIDE


def page_of(request: HttpRequest) -> str:
    """The page of the desk that a form stood on; its own address where nothing says it."""
    given = urlsplit(request.headers.get("Referer", ""))
    if given.netloc != request.get_host() or not given.path.startswith(devices.PATH):
        return request.get_full_path()
    return given._replace(scheme="", netloc="", fragment="").geturl()


def refused(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Django's answer to a form whose origin is not proven. On the desk, one that its own page sent
    before another login goes back to whoever pressed the button, to be sent again.
    """
    origin = f"{request.scheme}://{request.get_host()}"
    fields = unsent_forms.fields_of(request.POST)
    is_ours = request.headers.get("Origin") == origin and request.user.is_authenticated
    if not (is_ours and is_form(request) and unsent_forms.is_worth_keeping(fields)):
        return csrf_failure(request, reason)
    action, page = request.get_full_path(), page_of(request)
    response = look(request, fields=fields, action=action, page=page)
    response.status_code = 403
    return response


def look(request: HttpRequest, *, fields: unsent_forms.Fields, **context: Any) -> HttpResponse:
    """A form as it was typed, in boxes; it goes nowhere before somebody presses its button."""
    boxes = [
        {
            "name": name,
            "value": value,
            "is_words": unsent_forms.is_words(name, value),
            "rows": 4 if len(value) > 40 or "\n" in value else 1,
            "label": name.rpartition(":")[2].rpartition("-")[2].replace("_", " "),
        }
        for name, value in fields
    ]
    context = {"was_sent": True, **context, "boxes": boxes}
    return shown(request, "desk/unsent_form.html", _("What you typed"), **context)


@needs()
class UnsentFormPage(View):
    """One form that did not arrive: look at it, send it, throw it away."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(pk)
        return look(
            request,
            fields=unsent_forms.said(form),
            action=form.action,
            page=form.page,
            was_sent=form.was_sent,
            pk=form.pk,
            at=drafts.said(form.typed_at, now=real_now()),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form(pk)
        user_id = request.user.pk or 0
        unsent_forms.throw_away(request.session, user_id=user_id, actions=[form.action])
        return redirect(form.page)

    def form(self, pk: int) -> UnsentForm:
        """Nobody else's."""
        return get_object_or_404(UnsentForm, pk=pk, user_id=self.request.user.pk)


@needs()
class KeepForm(View):
    """A form as it is typed, told by the page's script."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> JsonResponse:
        action, page = (request.POST.get(f"unsent.{name}", "") for name in ("action", "page"))
        if not (action.startswith(devices.PATH) and page.startswith(devices.PATH)):
            return JsonResponse({}, status=400)
        moment, user_id = real_now(), request.user.pk or 0
        is_kept = unsent_forms.keep(
            user_id=user_id,
            action=action,
            page=page,
            fields=unsent_forms.fields_of(request.POST),
            was_sent=False,
            now=moment,
        )
        if is_kept:
            unsent_forms.flag(request.session, user_id=user_id)
        return JsonResponse({"at": drafts.said(moment, now=moment) if is_kept else ""})
