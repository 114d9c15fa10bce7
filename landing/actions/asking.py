"""A form that somebody sent, as the page that confirms goes by it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from contacts.askings import AskingKind, AskingWords
from landing.actions import confirm_sign_up
from landing.models import SignUp

WORDS = AskingWords(
    alone=_("This was asked for with your address. Say yes, and it is yours."),
    with_boxes=_("This was asked for with your address, and these boxes were ticked:"),
    mine=_("This was me."),
)
ASKING = AskingKind(
    words=WORDS,
    open=SignUp.objects.open,
    changes=confirm_sign_up.changes,
    takes_one_press=confirm_sign_up.takes_one_press,
    confirm=confirm_sign_up.confirm,
    dismiss=confirm_sign_up.dismiss,
    onward=confirm_sign_up.onward,
    granted=confirm_sign_up.granted,
)
