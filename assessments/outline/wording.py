"""The words a new assessment begins with, in its language; all of them the author's to change."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override


def too_little(language: str) -> tuple[str, str]:
    """Name and text of the result of whoever left too much open."""
    with override(language):
        return (
            _("Too little to go on yet"),
            _(
                "Too many questions were left open for a result. Below you see which ones would "
                "help; you can answer them now."
            ),
        )


def start(language: str) -> str:
    """The page before the first question."""
    with override(language):
        return _(
            "Answer as it has been for you in the last weeks. There is no right or wrong, and you "
            "can stop at any time."
        )


def safety(language: str) -> str:
    """What somebody in danger must read."""
    with override(language):
        return _(
            "If you are in danger, or think of ending your life, please call the emergency number "
            "of your country now. These questions are no help in a crisis."
        )


def two_sides(language: str) -> tuple[str, ...]:
    """Two measures and three results: one leaning of two."""
    with override(language):
        return (
            *(_("One side"), _("The other side")),
            *(_("More the one side"), _("More the other side"), _("Both alike")),
        )


def bands(language: str) -> tuple[str, ...]:
    """One measure and three results."""
    with override(language):
        return _("Your score"), _("High"), _("In between"), _("Low")


def types(language: str) -> tuple[str, ...]:
    """Three measures, a result for each, and one for those without a clear type."""
    with override(language):
        named = [_("Type %s") % letter for letter in "ABC"]
        return (*named, _("No single type"))


def gets(language: str, *, guide: bool, letters: bool) -> list[str]:
    """What people get, for the first page."""
    with override(language):
        parts = [_("Your result at once, on the page")]
        parts += [_("A small guide made from your answers")] if guide else []
        return parts + ([_("Short letters by email, if you like")] if letters else [])


def front(language: str) -> tuple[str, str]:
    """The button of the first page, and the heading above what people get."""
    with override(language):
        return _("Begin"), _("What you get")
