"""A sign-up form, the page after it, and the file that a yes opens.

It takes a plain form posted from any site: no POST reads a cookie or needs a token; what guards it
is the budget, a field nobody sees, and the yes by mail. The answer is the same for every address.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.utils.translation import activate
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from contacts import visit
from health.actions import count
from health.budgets import JOIN, budgeted, page_with_typed
from health.clock import now
from landing import actions, links, tasks
from landing.models import SignUpForm
from landing.sign_up import uploads
from landing.sign_up.schema import FormBody
from landing.sign_up.sheet import JoinForm
from offers.forms import looked, source_of
from offers.models import Source
from practice.models import Practice
from practice.private_page import private

AN_HOUR = timedelta(hours=1)


@method_decorator([csrf_exempt, budgeted(JOIN)], name="dispatch")
class Join(View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rows = SignUpForm.objects.exclude(published=None).select_related("published", "offer")
        form = rows.filter(slug=kwargs["slug"]).first()
        if form is None or form.published is None:
            if request.method != "POST":
                raise Http404
            return page_with_typed(request, "landing/form_gone.html", status=404)
        self.form = form
        self.body: FormBody = form.published.read()  # type: ignore[assignment]  # this kind's
        activate(form.offer.language)
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_open(self) -> bool:
        return self.form.is_open and self.form.offer.is_open

    def sheet(self, data: Any = None, *, typed: Mapping[str, str] | None = None) -> JoinForm:
        return actions.sheet(self.form, self.body, data, typed=typed)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        count(actions.counter(self.form, "shown"), now=now())
        self.source = looked(request, self.form.offer, piece=Source.Piece.FORM, now=now())
        typed = visit.typed(request, now=now())
        response = self.show(request, self.sheet(typed=typed), status=200)
        return private(response) if typed else response

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        sheet = self.sheet(request.POST)
        self.source = source_of(request, piece=Source.Piece.FORM)
        if not self.is_open or not sheet.is_valid():
            return private(self.show(request, sheet, status=422))
        given = sheet.cleaned_data
        sign_up = actions.sign_up(
            form=self.form,
            email=given["email"],
            first_name=given.get("first_name", ""),
            zone=given["zone"],
            answers=sheet.answers(),
            ticked=sheet.ticked(given),
            pace=given["pace"],
            source=self.source,
            now=now(),
        )
        # A nudge and no more: the row is due by itself, broker or none (promise 21).
        transaction.on_commit(tasks.nudge_forms, robust=True)
        response = private(redirect(links.sent_path(sign_up)))
        said = {"email": sign_up.email, "first_name": sign_up.first_name}
        visit.remember(request, response, **said, now=now())
        return response

    def show(self, request: HttpRequest, sheet: JoinForm, *, status: int) -> HttpResponse:
        """The form with what was typed; closed, a kind word above it."""
        shown = actions.form_page(self.form, self.body)
        context = {
            **shown,
            "sheet": sheet,
            "is_closed": not self.is_open,
            "carried": self.source.carried,
        }
        return render(request, "landing/join.html", context, status=status)


@method_decorator([csrf_exempt, budgeted(JOIN)], name="dispatch")
class Sent(View):
    """What to look for in the mailbox, the same for every address."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        sign_up = links.sent(kwargs["token"])
        if sign_up is None:
            raise Http404
        self.sign_up = sign_up
        activate(sign_up.form.offer.language)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        sign_up = self.sign_up
        context = {
            "title": sign_up.title,
            # For an hour, as it was typed, so that a slip is seen.
            "email": sign_up.email if now() - sign_up.asked_at < AN_HOUR else "",
            "slug": sign_up.form.slug,
            "sender": Practice.objects.the(),
            "again": request.GET.get("say") == "again",
        }
        return private(render(request, "landing/join_sent.html", context))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        actions.ask_again(sign_up=self.sign_up, now=now())
        transaction.on_commit(tasks.nudge_forms, robust=True)
        return private(redirect(f"{links.sent_path(self.sign_up)}?say=again"))


@require_safe
def file(_request: HttpRequest, token: str) -> HttpResponseBase:
    """The file of a form, for whoever said yes."""
    sign_up = links.with_file(token)
    stored = sign_up.form.file if sign_up else None
    if sign_up is None or not stored or not stored.storage.exists(str(stored.name)):
        raise Http404
    kind = uploads.kind_of(str(stored.name))
    name = slugify(sign_up.body.file_words) or "file"
    ending = str(stored.name).rpartition(".")[2]
    response = FileResponse(
        stored.open("rb"), content_type=kind, filename=f"{name}.{ending}", as_attachment=True
    )
    return private(response)
