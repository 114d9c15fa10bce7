"""The pages of any document beside its form: its versions, its publication, its copy."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from practice.admin_base import DeskAdmin
from practice.permissions import Needs
from publishing import actions, diff, places
from publishing.kinds import kind_of
from publishing.models import Document, Revision
from pulse.clock import now

LOOKED_AT = "version"
PUBLISHED = _("Published. From now on readers get these words.")


class DocumentPages(DeskAdmin):
    """Inherited by `DocumentAdmin`."""

    actions_detail: Any = ()
    """Of `DocumentAdmin`: the pages that a kind has."""
    free_column = ""
    """A unique column; a copy gets a free value for it."""
    free_within: tuple[str, ...] = ()
    """Columns within which it is unique; none: everywhere."""
    free_ending = "_copy"
    published_words: Any = PUBLISHED

    def get_urls(self) -> list[URLPattern]:
        name = "_".join(self.opts.label_lower.split("."))
        view, change = (
            f"{self.opts.app_label}.{act}_{self.opts.model_name}" for act in ("view", "change")
        )
        add = self.permission_to_copy()
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

    def permission_to_copy(self) -> str:
        """A kind whose copy is of another kind says that kind's, and makes it in `copied`."""
        return f"{self.opts.app_label}.add_{self.opts.model_name}"

    def has_copy_permission(self, request: HttpRequest, object_id: int | str = "") -> bool:
        """Whether the button shows."""
        return request.user.has_perm(self.permission_to_copy())

    def page_of(self, word: str, document: Document) -> str:
        name = "_".join(document._meta.label_lower.split("."))
        page: str = reverse(
            f"admin:{name}_{word}", args=[document.pk], current_app=self.admin_site.name
        )
        return page

    def row(self, pk: int) -> Any:
        rows = self.model._default_manager.select_related("published")
        return get_object_or_404(rows, pk=pk)

    def versions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every version; one set beside the draft in words; brought back by POST."""
        document = self.row(pk)
        revisions = list(document.revisions.select_related("made_by"))
        if request.method == "POST":
            if not self.is_writable(document):
                raise PermissionDenied
            wanted = get_object_or_404(document.revisions, number=number_in(request.POST))
            actions.revert(document, revision=wanted, by=request.user, now=now())
            self.log_change(request, document, gettext("Version %d brought back.") % wanted.number)
            words = gettext("Version %d is the draft again. Readers get it once you publish.")
            messages.success(request, words % wanted.number)
            return redirect(self.change_page(document))
        shown = next((one for one in revisions if one.number == number_in(request.GET)), None)
        context = {
            "title": gettext("Versions of “%s”") % document,
            "document": document,
            "revisions": revisions,
            "starter": actions.starter_revision(document),
            "shown": shown,
            "changes": _changes(shown, document) if shown else [],
            "may_change": self.is_writable(document)
            and self.has_change_permission(request, document),
        }
        return self.rendered(request, "publishing/versions.html", document, context)

    def publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What publishing would change, for whom, and what is missing; done by POST."""
        document = self.row(pk)
        users = [row for row in actions.users_of(document) if row.published is not None]
        if request.method == "POST":
            try:
                outcome = actions.publish_all([document], by=request.user, now=now())
            except actions.NotReady:
                return redirect(self.page_of("publish", document))
            self.log_change(request, document, gettext("Published."))
            self.say_published(request, outcome)
            return redirect(self.change_page(document))
        context = {
            "title": gettext("Before it is published"),
            "document": document,
            "findings": named(document, actions.check(document)),
            "effects": actions.impact(document),
            "changes": _changes(document.published, document) if document.published else [],
            "users": users,
        }
        return self.rendered(request, "publishing/publish.html", document, context)

    def say_published(self, request: HttpRequest, outcome: actions.Outcome) -> None:
        messages.success(request, self.published_words)
        say_followed(request, outcome)

    def copy(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks, then makes a copy."""
        document = self.row(pk)
        if request.method == "POST":
            made = self.copied(document, request)
            self.log_addition(request, made, gettext("A copy of “%s”.") % document)
            messages.success(request, gettext("Copied. This is the copy, a draft nobody gets yet."))
            return redirect(self.change_page(made))
        context = {"title": gettext("Copy “%s”") % document, "document": document}
        return self.rendered(request, "publishing/copy.html", document, context)

    def copied(self, document: Any, request: HttpRequest) -> Any:
        """The copy, told by its title."""
        body = places.renamed(document.read(), gettext("Copy of %s"))
        own = self.for_copy(document)
        return actions.copy(document, body=body, by=request.user, now=now(), **own)

    def for_copy(self, document: Any) -> dict[str, Any]:
        """The columns in which a copy needs to differ: a short name that nobody has."""
        if not self.free_column:
            return {}
        name, ending = self.free_column, self.free_ending
        return {name: actions.free_name(document, name, ending=ending, within=self.free_within)}

    def is_writable(self, document: Any) -> bool:
        """Whether its words may still become others."""
        return True

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


def say_followed(request: HttpRequest, outcome: actions.Outcome) -> None:
    """Which texts went out again because they use what was published, and which could not."""
    if outcome.renewed:
        names = ", ".join(f"“{row}”" for row in outcome.renewed)
        messages.info(request, gettext("These use it, and went out again with it: %s.") % names)
    behind = [(row, one) for row, one in outcome.left if row in outcome.left_behind]
    for row, finding in behind:
        ((place, message),) = named(row, [finding])
        words = gettext("“%(text)s” keeps the words it had: %(place)s %(message)s")
        told = {"text": row, "place": place and f"{place}:", "message": message}
        messages.warning(request, words % told)


def number_in(data: Any, name: str = LOOKED_AT) -> int:
    """The number of a revision that a request names; 0 for none."""
    word = data.get(name, "")
    return int(word) if word.isdecimal() and len(word) < 9 else 0


def named(document: Document, findings: list[Any]) -> list[tuple[str, str]]:
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
