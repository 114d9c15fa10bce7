"""The boxes of a form: what each agrees to, and the words beside it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from courses.timetable import Pace

COURSE, LETTERS = "course", "letters"
COURSE_WORDS = _("Send me the short letters by email; I can stop any time.")
LETTERS_WORDS = _("Send me a letter now and then; I can stop any time.")


@dataclass(frozen=True)
class ConsentBox:
    """One box: its `name` in the form, the purpose it agrees to, the words beside it; of a course
    how often its letters may come, where there is a choice.
    """

    name: str
    purpose: str
    words: str
    paces: tuple[Pace, ...] = ()
