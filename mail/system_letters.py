"""The product's own letters: which variables each may use besides those of every letter. Pure.

A new one is a line here and a file of the same name in content/shared/letters/.
"""

from __future__ import annotations

from dataclasses import dataclass

from writing.variables import LETTER, Vocabulary


@dataclass(frozen=True)
class LetterVariables:
    """Free variables and switches of one system letter, and whether it goes to the author.

    `rare` are switches that are off in a preview: with them on, another letter would be seen.
    """

    free: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    to_author: bool = False
    rare: tuple[str, ...] = ()

    @property
    def vocabulary(self) -> Vocabulary:
        return LETTER.extended(free=self.free, flags=self.flags)

    @property
    def sample_flags(self) -> frozenset[str]:
        """The switches that are on for a sample reader."""
        return frozenset(self.flags) - frozenset(self.rare)


_CONFIRMING = ("confirm_url",)
_MEETING = ("meeting_name", "when_text", "zone_name", "minutes", "place_text", "booking_url")
_PAYING = ("payment_url",)
_PAYS = ("pays",)

SYSTEM: dict[str, LetterVariables] = {
    "guide": LetterVariables(free=_CONFIRMING, flags=("asks", "several"), rare=("several",)),
    "guide_again": LetterVariables(),
    "sign_up": LetterVariables(free=("form_title", *_CONFIRMING)),
    "download": LetterVariables(free=("file_text", "file_url")),
    "confirm_reminder": LetterVariables(free=_CONFIRMING),
    "confirm_only": LetterVariables(free=_CONFIRMING),
    "address_change": LetterVariables(free=_CONFIRMING),
    "your_letters": LetterVariables(),
    "own_data": LetterVariables(free=("own_data_url",)),
    "booking_ask": LetterVariables(free=(*_MEETING, "until_text")),
    "booking_confirmed": LetterVariables(free=_MEETING + _PAYING, flags=_PAYS, rare=_PAYS),
    "booking_moved": LetterVariables(free=_MEETING + _PAYING, flags=_PAYS, rare=_PAYS),
    "booking_cancelled": LetterVariables(free=_MEETING),
    "booking_reminder": LetterVariables(
        free=(*_MEETING, "hours_text", *_PAYING), flags=_PAYS, rare=_PAYS
    ),
    "booking_thanks": LetterVariables(free=_MEETING + _PAYING, flags=_PAYS, rare=_PAYS),
    "booking_notice": LetterVariables(
        free=(
            *("news_text", "who_text", "when_text", "zone_name", "meeting_name"),
            *("place_text", "note_text", "admin_url"),
        ),
        to_author=True,
    ),
    "time_request_notice": LetterVariables(
        free=("who_text", "meeting_name", "zone_name", "note_text", "admin_url"), to_author=True
    ),
    "time_request_offer": LetterVariables(free=_MEETING),
    "guide_failed_notice": LetterVariables(free=("admin_url",), to_author=True),
    "reply_notice": LetterVariables(free=("who_text", "note_text", "admin_url"), to_author=True),
    "trouble_notice": LetterVariables(free=("note_text", "admin_url"), to_author=True),
    "weekly_notice": LetterVariables(
        free=(
            *("week_text", "visited_text", "started_text", "finished_text", "guide_text"),
            *("confirmed_text", "course_text", "booked_text", "numbers_text", "needs_text"),
            "admin_url",
        ),
        to_author=True,
    ),
    "security_notice": LetterVariables(
        free=("news_text", "who_text", "when_text", "zone_name", "admin_url"), to_author=True
    ),
    "sending_paused_notice": LetterVariables(free=("note_text", "admin_url"), to_author=True),
}


def words(key: str) -> LetterVariables:
    """The words of a system letter; a letter nobody listed has those of every letter."""
    return SYSTEM.get(key, LetterVariables())
