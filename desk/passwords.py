"""What a password may not be: one that a guesser finds early, or the practice's name.

Guessed as guessers do, by zxcvbn: leaked passwords, words and names of people, rows of keys, dates,
all of them joined and dressed up. Length and Django's own list stand beside it; there are no rules
about which signs it must hold (ASVS 5, 6.2.5). Loaded only when somebody sets a password.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from practice.models import Practice

LONGEST = 128
LOOKED_AT = 72  # the first of them; zxcvbn takes no more, since longer ones cost it seconds
STRONG = 3  # of 4: over a hundred million guesses
_ENDS = re.compile(r"^[\d\W_]+|[\d\W_]+$")
_WORD = re.compile(r"[^\W\d_]{4,}")
OURS = {"resistance", "reframe", "password", "practice"}


class NotGuessable:
    """Refuses what is guessed early, and words of the practice and of this desk dressed up."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(_("At most %d characters.") % LONGEST, code="too_long")
        words = sorted(self.own_words(user), key=len, reverse=True)
        core = _ENDS.sub("", password.lower())
        rest = core
        for word in words:
            rest = rest.replace(word, "")
        guessed = zxcvbn(password[:LOOKED_AT], user_inputs=words)
        is_word = core in self.common or len(_ENDS.sub("", rest)) < 4
        if is_word or guessed["score"] < STRONG:
            raise ValidationError(
                _("This is easy to guess: a common word, or a name, with signs around it. "
                  "A sentence of four or five words is better."),
                code="guessable",
            )  # fmt: skip

    def own_words(self, user: Any) -> set[str]:
        """Words of the practice, and of whose login it is."""
        practice = Practice.objects.the()
        names = [practice.name, practice.author_name, getattr(user, "username", "")]
        return OURS | set(_WORD.findall(" ".join(names).lower()))

    def get_help_text(self) -> str:
        return _("At least 12 characters. A sentence of four or five words is good.")
