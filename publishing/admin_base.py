"""The admin of any kind of document: one form, its versions, its copy, its publication.

A kind's own admin class inherits `DocumentAdmin` and names its columns; nothing else is needed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from practice.admin_base import DeskAdmin
from practice.permissions import Needs
from publishing import actions, diff, places
from publishing.fieldsets import lists, own
from publishing.forms import BASE, box, form_for, posted_places
from publishing.items import added
from publishing.kinds import kind_of
from publishing.models import Document, Revision
from publishing.schema import Body
from pulse.clock import now

LOOKED_AT = "version"


class DocumentAdmin(DeskAdmin):
    """Inherited by every kind's admin class."""

    columns_shown: tuple[str, ...] = ()
    free_column = ""
    """A unique column; a copy gets a free value for it."""
    list_display: Any = ("__str__", "state_in_words", "saved_at", "whose_words")
    actions_detail: Any = ("versions_page", "publish_page", "copy_page")

    # The form

    def opened(self, document: Any | None) -> Body:
        """The body as the page shows it; a kind whose boxes are known from elsewhere adds them."""
        return kind_of(self.model).schema() if document is None else document.read()

    def closed(self, body: Any) -> Body:
        """The way back: the body as it is kept."""
        return body  # type: ignore[no-any-return]  # a Body of the kind's own schema

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        data = request.POST if request.method == "POST" else None
        shown = () if kwargs.get("fields", True) is None else self.columns_shown
        shown = tuple(name for name in shown if name not in self.get_readonly_fields(request, obj))
        made = form_for(
            self.model,
            self.opened(obj),
            data,
            shown,
            column_field=partial(self.formfield_for_dbfield, request=request),
        )
        return type("DocumentForm", (made,), {"closed": lambda _form, body: self.closed(body)})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        body = self.opened(obj)
        flattened = places.flat(body)
        if request.method == "POST":
            flattened = posted_places(type(body), request.POST)
        top = (None, {"fields": [*self.columns_shown, BASE, *own(type(body), "")]})
        return [top, *lists(type(body), flattened, kind_of(self.model).labels(body))]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if form.body is None:
            return
        actions.save(obj, body=form.body, by=request.user, now=now())
        for place, message in _named(obj, actions.check(obj)):
            words = gettext("Saved, and to mend before it is published: %(place)s %(message)s")
            messages.warning(request, words % {"place": place and f"{place}:", "message": message})

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._onward(request, obj) or super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        return self._onward(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def _onward(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        new = added(request.POST)  # an item; the page opens at it
        return redirect(f"{self.change_page(obj)}#{box(new.item)}") if new else None

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        document = kwargs.get("obj")
        form = context["adminform"].form
        if document is not None and not form.is_bound:
            form.initial[BASE] = document.head
        return super().render_change_form(request, context, *args, **kwargs)

    # The list

    @admin.display(description=_("state"))
    def state_in_words(self, document: Document) -> str:
        if document.published is None:
            return gettext("a draft")
        changed = gettext("published, with changes waiting")
        return changed if document.has_changed else gettext("published")

    @admin.display(description=_("words"))
    def whose_words(self, document: Document) -> str:
        starter = actions.is_starter(document)
        return gettext("the starter's, yours to change") if starter else gettext("yours")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("published")

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Every word, in the columns or anywhere in the draft."""
        found = queryset.annotate(words=Cast("draft", TextField()))
        for word in search_term.split():
            # SQLite keeps JSON as Python writes it, with what is not ASCII escaped
            escaped = json.dumps(word)[1:-1]
            fits = Q(words__icontains=word) | Q(words__icontains=escaped)
            for name in self.columns_shown:
                fits |= Q(**{f"{name}__icontains": word})
            found = found.filter(fits)
        return found, False

    # Pages of its own

    def get_urls(self) -> list[URLPattern]:
        name = "_".join(self.opts.label_lower.split("."))
        view, change, add = (
            f"{self.opts.app_label}.{act}_{self.opts.model_name}"
            for act in ("view", "change", "add")
        )
        views: tuple[tuple[str, Callable[..., HttpResponse], Needs], ...] = (
            ("versions", self.versions, Needs((view,), (change,))),
            ("publish", self.publish, Needs((change,), (change,))),
            ("copy", self.copy, Needs((view, add), (view, add))),
        )
        mine = [  # a kind that goes out inside others has no page for publishing it alone
            path(
                f"<int:pk>/{word}/",
                self.admin_site.admin_view(declaring(page, needed)),
                name=f"{name}_{word}",
            )
            for word, page, needed in views
            if f"{word}_page" in self.actions_detail
        ]
        return [*mine, *super().get_urls()]

    def page_of(self, word: str, document: Document) -> str:
        name = "_".join(self.opts.label_lower.split("."))
        page: str = reverse(
            f"admin:{name}_{word}", args=[document.pk], current_app=self.admin_site.name
        )
        return page

    @action(description=_("Versions"), url_path="to-versions", permissions=["view"])
    def versions_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect(self.page_of("versions", self.row(object_id)))

    @action(description=_("Publish"), url_path="to-publish", permissions=["change"])
    def publish_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect(self.page_of("publish", self.row(object_id)))

    @action(description=_("Copy"), url_path="to-copy", permissions=["view"])
    def copy_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect(self.page_of("copy", self.row(object_id)))

    def row(self, pk: int) -> Any:
        rows = self.model._default_manager.select_related("published")
        return get_object_or_404(rows, pk=pk)

    def versions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every version; one set beside the draft in words; brought back by POST."""
        document = self.row(pk)
        revisions = list(document.revisions.select_related("made_by"))
        if request.method == "POST":
            wanted = get_object_or_404(document.revisions, number=_number(request.POST))
            actions.revert(document, revision=wanted, by=request.user, now=now())
            words = gettext("Version %d is the draft again. Readers get it once you publish.")
            messages.success(request, words % wanted.number)
            return redirect(self.change_page(document))
        shown = next((one for one in revisions if one.number == _number(request.GET)), None)
        context = {
            "title": gettext("Versions of “%s”") % document,
            "document": document,
            "revisions": revisions,
            "starter": actions.starter_revision(document),
            "shown": shown,
            "changes": _changes(shown, document) if shown else [],
            "may_change": self.has_change_permission(request, document),
        }
        return self.rendered(request, "publishing/versions.html", document, context)

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What publishing would change, for whom, and what is missing; done by POST."""
        document = self.row(pk)
        users = [row for row in actions.users_of(document) if row.published is not None]
        if request.method == "POST":
            try:
                actions.publish(document, by=request.user, now=now())
            except actions.NotReady:
                return redirect(self.page_of("publish", document))
            messages.success(request, gettext("Published. From now on readers get these words."))
            return redirect(self.change_page(document))
        context = {
            "title": gettext("Before it is published"),
            "document": document,
            "findings": _named(document, actions.check(document)),
            "effects": actions.impact(document),
            "changes": _changes(document.published, document) if document.published else [],
            "users": users,
        }
        return self.rendered(request, "publishing/publish.html", document, context)

    def copy(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks, then makes a copy."""
        document = self.row(pk)
        if request.method == "POST":
            made = actions.copy(document, by=request.user, now=now(), **self.for_copy(document))
            messages.success(request, gettext("Copied. This is the copy, a draft nobody gets yet."))
            return redirect(self.change_page(made))
        context = {"title": gettext("Copy “%s”") % document, "document": document}
        return self.rendered(request, "publishing/copy.html", document, context)

    def for_copy(self, document: Any) -> dict[str, Any]:
        """The columns in which a copy needs to differ: a short name that nobody has."""
        if not self.free_column:
            return {}
        name = self.free_column
        longest = self.model._meta.get_field(name).max_length or 50
        said, number = str(getattr(document, name)), 1
        while True:
            ending = "_copy" if number == 1 else f"_copy_{number}"
            free = said[: longest - len(ending)] + ending
            if not self.model._default_manager.filter(**{name: free}).exists():
                return {name: free}
            number += 1

    def change_page(self, document: Document) -> str:
        return self.page_of("change", document)

    def rendered(
        self, request: HttpRequest, template: str, document: Document, context: dict[str, Any]
    ) -> HttpResponse:
        known = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "back": self.change_page(document),
        }
        return TemplateResponse(request, template, known | context)


def declaring(page: Callable[..., HttpResponse], needed: Needs) -> Callable[..., HttpResponse]:
    """A method of an admin class with what it needs: each kind's pages need its own permissions."""

    @wraps(page)
    def view(request: HttpRequest, **where: Any) -> HttpResponse:
        return page(request, **where)

    view.needs = needed  # type: ignore[attr-defined]  # ours
    return view


def _number(data: Any) -> int:
    word = data.get(LOOKED_AT, "")
    return int(word) if word.isdecimal() and len(word) < 9 else 0


def _named(document: Document, findings: list[Any]) -> list[tuple[str, str]]:
    """Findings with the place in the author's words."""
    body = document.read()
    flattened, labels = places.flat(body), kind_of(type(document)).labels(body)
    named = []
    for one in findings:
        try:
            name = places.name_of(type(body), flattened, one.place, labels) if one.place else ""
        except KeyError:
            name = ""
        named.append((name, one.message))
    return named


def _changes(revision: Revision, document: Document) -> list[Any]:
    """How a revision became the draft."""
    body = document.read()
    return diff.changes(revision.read(), body, kind_of(type(document)).labels(body))
