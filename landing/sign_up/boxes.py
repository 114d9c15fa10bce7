"""The boxes of a form: what each agrees to, and the words beside it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

COURSE, LETTERS = "course", "letters"
COURSE_WORDS = _("Send me the short letters by email; I can stop any time.")
LETTERS_WORDS = _("Send me a letter now and then; I can stop any time.")


@dataclass(frozen=True)
class ConsentBox:
    """One box: its `name` in the form, the purpose it agrees to, the words beside it."""

    name: str
    purpose: str
    words: str
