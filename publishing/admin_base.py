"""The admin of any kind of document: one form, its versions, its copy, its publication.

A kind's own admin class inherits `DocumentAdmin` and names its columns; nothing else is needed.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import CharField, Q, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from health.clock import now
from publishing import actions, places
from publishing.announce import named, uses_of
from publishing.fieldsets import lists, own
from publishing.forms import BASE, DocumentForm, box, form_for, posted_places
from publishing.items import Added, added
from publishing.kinds import Finding, kind_of
from publishing.models import Document
from publishing.parts import Shows, everything
from publishing.schema import Body
from publishing.views import DocumentPages


class DocumentAdmin(DocumentPages):
    """Inherited by every kind's admin class."""

    columns_shown: tuple[str, ...] = ()
    column_form: type[DocumentForm] = DocumentForm
    """What is said of the columns beside what their model says."""
    list_display: Any = ("__str__", "state_in_words", "saved_at", "whose_words")
    actions_detail: Any = ("versions_page", "publish_page", "copy_page")
    actions_submit_line: Any = ("publish_it",)
    publishing_buttons: tuple[str, ...] = ("publish_it",)

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
        shown = () if kwargs.get("fields", True) is None else self.columns_on(request)
        shown = tuple(name for name in shown if name not in self.get_readonly_fields(request, obj))
        kind, row = kind_of(self.model), obj or self.model()
        made = form_for(
            self.model,
            self.base_of(request, obj),
            data,
            shown,
            shows=self.shows(request, obj),
            axes=kind.axes(row),
            choices=kind.choices(row),
            base=self.column_form,
            column_field=partial(self.formfield_for_dbfield, request=request),
        )
        return type("DocumentForm", (made,), {"closed": lambda _form, body: self.closed(body)})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        body = self.base_of(request, obj)
        flattened = places.flat(body)
        if request.method == "POST":
            flattened = posted_places(type(body), request.POST, flattened)
        shows, about = self.shows(request, obj), partial(self.about, request)
        top = [*self.columns_on(request), BASE, *own(type(body), "", shows)]
        kind = kind_of(self.model)
        labels, axes = kind.labels(body), kind.axes(obj or self.model())
        items = lists(type(body), flattened, labels, shows, about, axes)
        return [(None, {"fields": top}), *items]

    # What of a document a page shows: all of it here, a part of it in `admin_parts`

    def columns_on(self, request: HttpRequest) -> tuple[str, ...]:
        return self.columns_shown

    def shows(self, request: HttpRequest, document: Any | None) -> Shows:
        """Which places the page has a box for."""
        return everything

    def base_of(self, request: HttpRequest, document: Any | None) -> Body:
        """The body that the page was made of."""
        return self.opened(document)

    def about(self, request: HttpRequest, place: str) -> SafeString:
        """What the page says of an item under its name."""
        return SafeString()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # The row may have been saved by another since it was read: only what the page shows of its
        # columns is written, and the words by an action that looks again. What the buttons beside
        # “Save” do comes last, as it is about the words saved here.
        columns = [field.name for field in self.opts.concrete_fields if field.name in form.fields]
        obj.save(update_fields=columns if change else None)
        if form.body is not None:
            actions.save(obj, body=form.body, by=request.user, now=now())
        super().save_model(request, obj, form, change)
        if any(self.is_pressed(request, name) for name in self.publishing_buttons):
            return  # it has said what is to mend
        for place, message in named(obj, self.to_mend(obj)):
            words = gettext("Saved, and to mend before it is published: %(place)s %(message)s")
            messages.warning(request, words % {"place": place and f"{place}:", "message": message})

    def to_mend(self, document: Any) -> list[Finding]:
        """What whoever saves is told to mend before the text can go out."""
        return [] if document.stays_draft else actions.check(document)

    def is_pressed(self, request: HttpRequest, name: str) -> bool:
        return f"{'_'.join(self.opts.label_lower.split('.'))}_{name}" in request.POST

    @action(description=_("Save and publish"), permissions=["change"])
    def publish_it(self, request: HttpRequest, document: Any) -> None:
        try:
            outcome = actions.publish_all([document], by=request.user, now=now())
        except actions.NotReady:
            self.says_faults(request, document)
            return
        self.say_published(request, outcome)

    def says_faults(self, request: HttpRequest, document: Any) -> bool:
        """What keeps a document from being published, as messages; whether there was anything."""
        findings = named(document, actions.check(document))
        for place, message in findings:
            words = gettext("Saved, and not published: %(place)s %(message)s")
            sentence = words % {"place": place and f"{place}:", "message": message}
            messages.error(request, sentence)
        return bool(findings)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._onward(request, obj) or super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        return self._onward(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def _onward(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        new = added(request.POST)  # an item; the page opens at it
        if new:
            return redirect(self.page_of_item(request, obj, new))
        pressed = any(self.is_pressed(request, name) for name in self.publishing_buttons)
        # What is to mend before it is published is mended on the page it was written on.
        return redirect(self.change_page(obj)) if pressed and actions.check(obj) else None

    def page_of_item(self, request: HttpRequest, document: Document, new: Added) -> str:
        """Where an item that was just added is written."""
        return f"{self.change_page(document)}#{box(new.item)}"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        document = kwargs.get("obj")
        form = context["adminform"].form
        if document is not None and not form.is_bound:
            form.initial[BASE] = document.head
        # Nobody writes one text straight after another, and the row of buttons has room for five.
        context["show_save_and_add_another"] = False
        kind = kind_of(self.model)
        if document is not None and kind.name is not None:
            context["uses"] = uses_of(document, site=self.admin_site.name)
            context["put_in"] = kind.put_in and kind.put_in(document)
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
        related = self.list_select_related if isinstance(self.list_select_related, tuple) else ()
        return super().get_queryset(request).select_related("published", *related)

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Every word, in the columns or anywhere in the draft."""
        matching = queryset.annotate(words=Cast("draft", TextField()))
        for word in search_term.split():
            # SQLite keeps JSON as Python writes it, with what is not ASCII escaped
            escaped = json.dumps(word)[1:-1]
            fits = Q(words__icontains=word) | Q(words__icontains=escaped)
            for name in self.columns_shown:
                if isinstance(self.model._meta.get_field(name), CharField):
                    fits |= Q(**{f"{name}__icontains": word})
            matching = matching.filter(fits)
        return matching, False

    # The buttons above the form

    @action(description=_("Versions"), url_path="to-versions", permissions=["view"])
    def versions_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect(self.page_of("versions", self.row(object_id)))

    @action(description=_("Publish"), url_path="to-publish", permissions=["change"])
    def publish_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect(self.page_of("publish", self.row(object_id)))

    @action(description=_("Copy"), url_path="to-copy", permissions=["view", "copy"])
    def copy_page(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return redirect(self.page_of("copy", self.row(object_id)))
