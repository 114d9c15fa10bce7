"""The product's own letters: which variables each may use besides those of every letter. Pure.

A new one is a line here and a file of the same name in content/letters/.
"""

from __future__ import annotations

from dataclasses import dataclass

from writing.variables import LETTER, Vocabulary


@dataclass(frozen=True)
class Words:
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


_MEETING = ("meeting_name", "when_text", "zone_name", "minutes", "place_text", "booking_url")

SYSTEM: dict[str, Words] = {
    "guide": Words(flags=("asks", "several"), rare=("several",)),
    "guide_again": Words(),
    "confirm_reminder": Words(),
    "confirm_only": Words(),
    "address_change": Words(),
    "booking_ask": Words(free=(*_MEETING, "until_text")),
    "booking_confirmed": Words(free=_MEETING),
    "booking_moved": Words(free=_MEETING),
    "booking_cancelled": Words(free=_MEETING),
    "booking_reminder": Words(free=(*_MEETING, "hours_text")),
    "booking_thanks": Words(free=_MEETING),
    "booking_notice": Words(
        free=(
            *("news_text", "who_text", "when_text", "zone_name", "meeting_name"),
            *("note_text", "admin_url"),
        ),
        to_author=True,
    ),
    "wish_notice": Words(
        free=("who_text", "meeting_name", "zone_name", "note_text", "admin_url"), to_author=True
    ),
    "wish_offer": Words(free=_MEETING),
    "guide_failed_notice": Words(free=("admin_url",), to_author=True),
    "reply_notice": Words(free=("who_text", "note_text", "admin_url"), to_author=True),
    "trouble_notice": Words(free=("note_text", "admin_url"), to_author=True),
    "weekly_notice": Words(
        free=(
            *("week_text", "visited_text", "started_text", "finished_text", "guide_text"),
            *("confirmed_text", "course_text", "booked_text", "numbers_text", "needs_text"),
            "admin_url",
        ),
        to_author=True,
    ),
    "security_notice": Words(
        free=("news_text", "who_text", "when_text", "zone_name", "admin_url"), to_author=True
    ),
    "sending_paused_notice": Words(free=("note_text", "admin_url"), to_author=True),
}


def words(key: str) -> Words:
    """The words of a system letter; a letter nobody listed has those of every letter."""
    return SYSTEM.get(key, Words())
