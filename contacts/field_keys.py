"""The key of a field, made of its name; how a yes and a no are kept. Pure."""

from __future__ import annotations

import hashlib

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

LONGEST = 40
YES, NO = "yes", "no"
YES_NO_WORDS = {YES: _("yes"), NO: _("no")}


def key_of(label: str) -> str:
    """Small letters, digits and underscores; nobody is asked for it. Of a name in another script
    than ours a short hash.
    """
    key = slugify(label).replace("-", "_")[:LONGEST].strip("_")
    if key and not key[0].isdigit():
        return key
    said = " ".join(label.split())
    return f"field_{_short_hash(said)}" if said else ""


def key_of_tag(label: str) -> str:
    """The same for a tag; two long ones that only end otherwise stay two."""
    key = key_of(label)
    cut = len(slugify(label)) > LONGEST
    return f"{key}_{_short_hash(label.casefold())}" if cut else key


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
