"""What the editor's scripts are told of a page: its texts, sample people, menus, unsaved words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from desk import texts
from desk.actions import drafts, insert_menu
from health.clock import real_now
from publishing.kinds import known_kind
from publishing.models import Document

DOORS = ("keep", "throw_away")


def page_values(
    *, label: str, row: Document | None, user_id: int, site: str = "admin"
) -> dict[str, Any]:
    """Plain values for JSON; `site` is the admin that shows the page."""
    pk = str(row.pk) if row else ""
    moment, kind = real_now(), known_kind(label)
    readers = kind.readers(row or kind.model()) if kind is not None else ()
    return {
        "label": label,
        "pk": pk,
        "mark": drafts.mark(row),
        "doors": {name: reverse(f"desk:{name}") for name in DOORS} | unsaved_page(label, site),
        "texts": [
            {"names": f"^(?:{text.names})$", "page": text.page, "tall": text.tall}
            for text in texts.texts_of(label)
        ],
        "lines": list(texts.lines(label)),
        "people": [{"key": reader.key, "label": reader.label} for reader in readers],
        "prints": kind is not None and kind.prints,
        "menus": insert_menu.menu(label, row),
        "drafts": [
            {
                "box": draft.name,
                "text": draft.text,
                "at": drafts.said(draft.typed_at, now=moment),
                "since": drafts.saved_since(row, draft.typed_at, user_id),
            }
            for draft in drafts.waiting(user_id=user_id, label=label, row=row)
        ],
        "say": sentences(),
    }


def unsaved_page(label: str, site: str) -> dict[str, str]:
    """Where a document whose kind has a preview shows its unsaved words."""
    kind = known_kind(label)
    if kind is None or kind.preview is None:
        return {}
    name = f"admin:{label.replace('.', '_')}_unsaved"
    return {"unsaved": reverse(name, current_app=site)}


def sentences() -> dict[str, str]:
    """Every word the scripts say, in the author's language."""
    return {
        **buttons(),
        "put_in": _("Put in …"),
        "find": _("Find what to put in"),
        "nothing": _("Nothing of that name."),
        "preview": _("Preview"),
        "room": _("Write in a large room (Esc to leave)"),
        "leave": _("Back to the form"),
        "for_whom": _("As read by"),
        "phone": _("Phone"),
        "desk": _("Desk"),
        "light": _("Light"),
        "dark": _("Dark"),
        "width": _("Width"),
        "paper_colour": _("Light or dark"),
        "on_paper": _("On paper"),
        "frame": _("The text as its reader sees it"),
        "waiting": _("One moment …"),
        "stale": _("As it was before the fault."),
        "no_look": _("This text has no page of its own to show yet. Save it first."),
        "no_answer": _("No answer from the desk. Your words stay in this page."),
        "line": _("Line %s"),
        "words": _("%s words"),
        "outside": _("Leads to other sites:"),
        "kept": _("Kept at %s, not saved yet"),
        "not_kept": _("Could not be kept just now. The next try is in ten seconds."),
        "other_tab": _("What you typed here before, or in another tab, is kept under “Versions”."),
        "unsaved": _("You have unsaved words from %s"),
        "bring_back": _("Bring back"),
        "throw_away": _("Throw away"),
        "brought_back": _("Brought back. Save when you are content."),
        "text_here": _("text"),
        "title_here": _("Title"),
        "label_here": _("What it is about"),
        "heads_here": _("Say | Instead of"),
        "pair_here": _("new words | old words"),
    }


def buttons() -> dict[str, str]:
    """The bar of buttons above a text."""
    return {
        "tools": _("Formatting"),
        "bold": _("Bold (Ctrl+B)"),
        "italic": _("Italic (Ctrl+I)"),
        "heading": _("Heading"),
        "bullets": _("List"),
        "numbers": _("Numbered list"),
        "link": _("Link (Ctrl+K)"),
        "quote": _("Quote"),
        "note": _("Note in a box"),
        "pull": _("Pull quote"),
        "practice": _("Practice to try"),
        "pairs": _("Pairs, side by side"),
        "field": _("Lines to write on"),
    }
