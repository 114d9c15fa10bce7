"""Which language a text is in, as far as its small words tell. Pure.

Every tongue has a few dozen words that make up a third of whatever is written in it. A text is in
one if it has many of its words and next to none of another's; of anything less clear nothing is
said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from writing.readability import words

FEWEST = 20
"""Words below which a text says too little."""
ENOUGH = 0.15
MOST_OF_OTHERS = 1 / 3
CODE = re.compile(r"{%.*?%}|{{.*?}}|\]\([^)\s]*\)|https?://\S+|^:::[^\n]*$|^\w+_url$", re.M | re.S)
"""What is no prose: rules, variables, addresses, the fences of blocks."""
SMALL_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(said.split())
    for language, said in {
        "en": """
            the of and to that it is with for you your this are be have has had not but from they
            we or which how who there their them our my he she his her when what if can would could
            should do does did about more some than then these those been were by on at as
        """,
        "de": """
            der das und ist nicht sie ein eine einen einem einer den dem des zu mit sich auf für im
            von es ich wir ihr ihre ihren ihnen uns du dich dir dein deine als auch wie wenn oder
            aber bei nach aus noch nur kann können haben wird werden sind dass diese dieser dieses
            mehr schon sehr über zum zur vom beim doch
        """,
    }.items()
}
"""By language, without those that are words of another as well, such as “was” or “in”."""


def language_of(text: str) -> str:
    """The code of the language of a text; "" where that cannot be told."""
    spoken = [word.lower() for word in words(CODE.sub(" ", text))]
    if len(spoken) < FEWEST:
        return ""
    shares = {
        language: sum(word in small for word in spoken) / len(spoken)
        for language, small in SMALL_WORDS.items()
    }
    first, second = sorted(shares.values(), reverse=True)[:2]
    if first < ENOUGH or second > first * MOST_OF_OTHERS:
        return ""
    return max(shares, key=lambda language: shares[language])
