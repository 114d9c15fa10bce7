"""What a text would leave empty or odd for some readers, though it can be published. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from writing.errors import Fault

NAMED = re.compile(r"{%-?\s*if has_name\s*-?%}.*?{%-?\s*(?:else|endif)\s*-?%}", re.DOTALL)
"""Words that only those who gave their first name read."""
NAME = re.compile(r"{{-?\s*first_name\b")
IMAGE = re.compile(r"!\[[^\]\n]*\]\(")


def gaps(source: str) -> Iterator[Fault]:
    """A first name of which some gave none, and pictures as other programs write them."""
    unnamed = NAMED.sub(lambda match: "\n" * match.group().count("\n"), source)
    for match in NAME.finditer(unnamed):
        yield Fault(
            _line(unnamed, match.start()),
            _(
                "Whoever gave no first name reads nothing here. Write, for instance: "
                "Hello{% if has_name %} {{ first_name }}{% endif %},"
            ),
        )
    for match in IMAGE.finditer(source):
        yield Fault(
            _line(source, match.start()),
            _("No picture is shown this way. Choose it under “Put in …”, with its description."),
        )


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
