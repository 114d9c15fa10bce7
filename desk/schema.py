"""The look of the practice as the author chooses it. Pure."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from practice.look import DEFAULT, Cover, Typeface
from publishing.schema import Body, Style, Words

COLOUR = r"^#[0-9a-f]{6}$"
UPLOADED = _("Upload it under “Pictures” first, with a short name; then choose it here.")


class BrandBody(Body):
    """Colours, typefaces, logo, the cover of the guide."""

    accent: Annotated[
        str,
        Field(pattern=COLOUR),
        Words(
            _("Main colour"),
            Style.COLOUR,
            help=_("For headings in small type, links, buttons and the lines of the drawing."),
        ),
    ] = DEFAULT.accent
    warm: Annotated[
        str,
        Field(pattern=COLOUR),
        Words(
            _("Second, warm colour"),
            Style.COLOUR,
            help=_("For the stone in the drawing, numbers of chapters and fine lines."),
        ),
    ] = DEFAULT.warm
    typeface: Annotated[
        Typeface,
        Words(
            _("Typefaces"),
            Style.CHOICE,
            help=_(
                "They come with this site; nothing is fetched from elsewhere. Letters use the "
                "nearest that a reader has."
            ),
        ),
    ] = Typeface.BOOK
    logo: Annotated[
        str,
        Field(max_length=60),
        Words(
            _("Logo"),
            Style.CHOICE,
            help=_(
                "On your pages and on the cover of the guide. A wide one stands alone, any other "
                "beside your name. Letters show your name in words: mail programs hide pictures."
            ),
        ),
    ] = ""
    cover: Annotated[Cover, Words(_("Cover of the guide"), Style.CHOICE)] = Cover.DRAWING
    cover_picture: Annotated[
        str,
        Field(max_length=60),
        Words(_("Your picture for the cover"), Style.CHOICE, help=UPLOADED),
    ] = ""
