"""A guide that was asked for, as the page that confirms goes by it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from contacts.askings import AskingKind, AskingWords, Granted
from contacts.models import Contact
from guides import links
from guides.actions.confirm import (
    changes,
    confirm,
    dismiss,
    invitation,
    takes_one_press,
)
from guides.models import GuideCopy, GuideRequest

WORDS = AskingWords(
    alone=_(
        "Your guide was asked for with your address. Say yes, and it opens with the chapter about "
        "your answers."
    ),
    with_boxes=_("Your guide was asked for with your address, and these boxes were ticked:"),
    mine=_("This was me: the guide is mine."),
)


def granted(contact: Contact) -> Iterable[Granted]:
    """The latest guide that is theirs."""
    copies = GuideCopy.objects.filter(contact=contact).exclude(claimed_at=None)
    copy = copies.first()
    if copy is not None and copy.claimed_at is not None:
        yield Granted(
            at=copy.claimed_at,
            title=str(_("This guide is yours")),
            html=format_html(
                '<p class="lede">{}</p>', _("It now opens with the chapter about your answers.")
            ),
            url=links.guide_url(copy),
            button=str(_("Open my guide")),
        )


ASKING = AskingKind(
    words=WORDS,
    open=GuideRequest.objects.open,
    changes=changes,
    takes_one_press=takes_one_press,
    confirm=confirm,
    dismiss=dismiss,
    invitation=invitation,
    granted=granted,
)
