"""A page as it stands in the frame of a preview. Pure but for its template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from publishing.kinds import Preview

LONG_LIST = 40
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL | re.IGNORECASE)


def still(html: str) -> str:
    """The page without scripts, its links opening in a new tab."""
    return SCRIPT.sub("", html).replace("<head>", '<head><base target="_blank">', 1)


def html_of(
    shown: Preview, around: Mapping[str, Any], *, request: HttpRequest | None = None
) -> str:
    """The HTML of a preview, with what stands `around` every page, in its reader's language."""
    if not shown.template:
        return shown.html
    with override(shown.language):
        return render_to_string(shown.template, {**shown.context, **around}, request=request)


def short(message: str) -> str:
    """A fault without its list of every allowed word: the menu holds those, in her words."""
    sentence, _allowed, names = message.partition(" Allowed: ")
    return f"{sentence} {gettext('Choose from “Put in …”.')}" if len(names) > LONG_LIST else message
