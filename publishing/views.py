"""The pages of any document beside its form: its versions, its publication, its copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from health.clock import now, real_now
from practice.admin_base import DeskAdmin
from practice.models import Practice
from practice.permissions import Needs
from publishing import actions, diff, places
from publishing.announce import named, say_followed, warned
from publishing.forms import BASE, box, place_of
from publishing.kinds import Finding, Preview, hints, kind_of
from publishing.models import Document, Revision
from publishing.pages import html_of, short, still

LOOKED_AT = "version"
DOCUMENT, LOOKED_AT_PLACE, READER = "preview_document", "preview_place", "preview_reader"
MEDIUM = "preview_medium"
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
        # A kind that goes out inside others has no page for publishing it alone.
        mine: list[Any] = [
            path(
                f"<int:pk>/{word}/",
                self.admin_site.admin_view(declaring(wrapped, needed)),
                name=f"{name}_{word}",
            )
            for word, wrapped, needed in views
            if f"{word}_page" in self.actions_detail
        ]
        if kind_of(self.model).preview is not None:
            looked_at = xframe_options_sameorigin(never_cache(require_POST(self.unsaved)))
            door = self.admin_site.admin_view(declaring(looked_at, Needs(among=self.to_write)))
            mine.append(path("unsaved/", door, name=f"{name}_unsaved"))
        return [*mine, *super().get_urls()]

    def to_write(self, request: HttpRequest, **_where: Any) -> tuple[str, ...]:
        """What a preview of unsaved words needs: to change texts; for a new one, to add one."""
        new, add = not request.POST.get(DOCUMENT), get_permission_codename("add", self.opts)
        name = f"{self.opts.app_label}.{add}"
        if new and request.user.has_perm(name):
            return (name,)
        return (f"{self.opts.app_label}.{get_permission_codename('change', self.opts)}",)

    def unsaved(self, request: HttpRequest) -> HttpResponse:
        """The page that the words in the form would become, or what stands against them, as JSON
        for the editor; on paper as a PDF. Nothing is stored; what is posted is bounded by the
        settings and the schema.
        """
        # Bounded before it is a number: SQLite takes no more than 64 bits.
        given = request.POST.get(DOCUMENT, "")
        document = self.row(int(given)) if given.isdecimal() and len(given) < 19 else None
        place = place_of(request.POST.get(LOOKED_AT_PLACE, ""))
        typed = request.POST.copy()
        typed.pop(BASE, None)  # nothing is saved, so nothing is joined with what others saved
        made: Any = self.get_form(request, document, change=bool(document), fields=None)
        unsaved = document or self.model()
        form = made(typed, instance=unsaved)
        if not form.is_valid() or form.body is None:
            problems = [message for messages in form.errors.values() for message in messages]
            return JsonResponse(
                _as_shown(place, [Finding(place, body) for body in problems], Preview())
            )
        on_paper = kind_of(self.model).prints and request.POST.get(MEDIUM) == "paper"
        findings, shown = actions.preview(
            unsaved,
            form.body,
            place=place,
            reader=request.POST.get(READER, ""),
            medium="paper" if on_paper else "page",
            now=real_now(),
        )
        if on_paper:
            return _on_paper(place, findings, shown)
        text = str(places.flat(form.body).get(place, ""))
        answer = _as_shown(place, findings, shown, text)
        answer["notes"] += [
            {"line": 1, "message": warning.message}
            for warning in actions.warnings(unsaved, form.body)
            if warning.place == place
        ]
        answer["html"] = still(html_of(shown, {"messages": ()}, request=request))
        return JsonResponse(answer)

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
        shown = next(
            (revision for revision in revisions if revision.number == number_in(request.GET)), None
        )
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
            except actions.NotReady:  # since the page was shown; it says what is missing
                return redirect(self.page_of("publish", document))
            self.log_change(request, document, gettext("Published."))
            self.say_published(request, outcome)
            return redirect(self.change_page(document))
        context = {
            "title": gettext("Before it is published"),
            "document": document,
            "findings": named(document, actions.check(document)),
            "warnings": warned(document, site=self.admin_site.name),
            "effects": actions.impact(document),
            "changes": _changes(document.published, document) if document.published else [],
            "users": users,
        }
        return self.rendered(request, "publishing/publish.html", document, context)

    def say_published(self, request: HttpRequest, outcome: actions.PublishOutcome) -> None:
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
        page = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "back": self.change_page(document),
        }
        return TemplateResponse(request, template, page | context)


def declaring(page: Callable[..., HttpResponse], needed: Needs) -> Callable[..., HttpResponse]:
    """A method of an admin class with what it needs: each kind's pages need its own permissions."""

    # A function of its own: a bound method takes no attribute.
    @wraps(page)
    def view(request: HttpRequest, **where: Any) -> HttpResponse:
        return page(request, **where)

    view.needs = needed  # type: ignore[attr-defined]  # ours
    return view


def number_in(data: Any, name: str = LOOKED_AT) -> int:
    """The number of a revision that a request names; 0 for none."""
    word = data.get(name, "")
    return int(word) if word.isdecimal() and len(word) < 9 else 0


def _changes(revision: Revision, document: Document) -> list[Any]:
    """How a revision became the draft."""
    body = document.read()
    return diff.changes(revision.read(), body, kind_of(type(document)).labels(body))


def _on_paper(place: str, findings: list[Finding], shown: Preview) -> HttpResponse:
    """A PDF, or in a plain page why there is none."""
    if shown.file:
        return HttpResponse(shown.file, content_type="application/pdf")
    sentences = [short(finding.message) for finding in findings if finding.place == place]
    words = " ".join(sentences) or gettext("This text has no page of its own to show yet.")
    return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")


def _as_shown(
    place: str, findings: list[Finding], shown: Preview, text: str = ""
) -> dict[str, Any]:
    """What the editor takes: faults of the box looked at by their lines, those of other boxes by
    the box's name.
    """
    notes, outside = hints(text)
    return {
        "faults": [
            {"line": finding.line, "message": short(finding.message)}
            for finding in findings
            if finding.place == place
        ],
        "lines": {
            box(finding.place): finding.message for finding in findings if finding.place != place
        },
        "notes": [asdict(note) for note in notes],
        "outside": outside,
        "subject": shown.subject,
        "preheader": shown.preheader,
        "from": Practice.objects.the().from_name,
        "html": "",
    }
