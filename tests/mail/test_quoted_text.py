"""What somebody wrote, without the mail of ours beneath it."""

from __future__ import annotations

import pytest

from mail.quoted_text import own_words, sentences

LETTER = "Dear Robin, you push hard for others.\nRest is part of the work."
CHOSEN = sentences("Dear Robin, you push hard for others.")


@pytest.mark.parametrize(
    "quoted",
    [
        "\n\n".join(("On Monday Example Practice <hello@example.org> wrote:", "> You push hard.")),
        f"From: Example Practice\nSent: Monday\nSubject: For you\n\n{LETTER}",
        f"-----Original Message-----\nFrom: Example Practice\n\n{LETTER}",
        "Am 23.11.2026 um 09:00 schrieb Example Practice:\n\n> You push hard.",
        "Dear Robin, you push\nhard for others. Rest is part of the work.",
        "| You push hard for others.",
    ],
)
def test_promise_18_a_reply_is_kept_without_what_it_quotes(quoted: str) -> None:
    assert own_words(f"Thank you.\n\nFrom my heart.\n\n{quoted}", chosen=CHOSEN) == (
        "Thank you.\n\nFrom my heart."
    )


def test_words_below_a_quote_stay() -> None:
    assert own_words("> Did it help?\n\nYes, it did.", chosen=frozenset()) == "Yes, it did."
