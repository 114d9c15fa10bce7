"""A page as it stands in the frame of a preview. Pure."""

from __future__ import annotations

import re

from django.utils.translation import gettext

LONG_LIST = 40
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)


def still(html: str) -> str:
    """The page without scripts, its links opening in a new tab."""
    return SCRIPT.sub("", html).replace("<head>", '<head><base target="_blank">', 1)


def short(message: str) -> str:
    """A fault without its list of every allowed word: the menu holds those, in her words."""
    said, _allowed, names = message.partition(" Allowed: ")
    return f"{said} {gettext('Choose from “Put in …”.')}" if len(names) > LONG_LIST else message
