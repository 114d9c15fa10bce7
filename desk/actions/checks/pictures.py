"""Is every picture of every text there, and described for those who do not see it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from desk.actions.findings import CheckFinding, fault, good
from practice.models import Image
from writing.blocks import absent_pictures, pictures

BARE = re.compile(r"!\[\s*\]\(")


def finding(texts: Iterable[tuple[str, str]]) -> CheckFinding:
    """`texts` are (whose, text) of everything that goes out."""
    names = Image.objects.names()
    wordings = list(texts)
    absent = [
        f"{whose}: {absent.message}"
        for whose, text in wordings
        for absent in absent_pictures(text, names)
    ]
    if absent:
        return fault(absent[0], _("Upload it under “Pictures”, or mend its name in the text."))
    bare = [whose for whose, text in wordings if undescribed(text)]
    bare += [str(image.file) for image in Image.objects.filter(alt="")]
    if bare:
        return fault(
            _("A picture without a description: %s.") % ", ".join(bare),
            _("Write what it shows, in the line below the picture."),
        )
    return good(_("Every picture is there, and described for those who do not see it."))


def own_lines(text: str) -> set[int]:
    """The lines of pictures that this check tells of, so that no other needs to."""
    absent = absent_pictures(text, Image.objects.names()) if pictures(text) else []
    return undescribed(text) | {line.line for line in absent}


def undescribed(text: str) -> set[int]:
    """The lines of pictures without a word for those who do not see them."""
    lines = text.split("\n")
    bare = {number for number, line in enumerate(lines, start=1) if BARE.search(line)}
    for number, _name in pictures(text):
        after = next((line for line in lines[number:] if line.strip()), ":::")
        if after.strip() == ":::":
            bare.add(number)
    return bare
