"""Every change of landing pages and sign-up forms, and what stands on them of other rows."""

from landing.actions.confirm_sign_up import granted
from landing.actions.context import (
    card,
    choices,
    form_of,
    is_there,
    page_context,
    readers_of,
    surroundings,
)
from landing.actions.draw import draw_due
from landing.actions.draw_cards import draw_cards
from landing.actions.form_page import (
    form_choices,
    form_page,
    form_surroundings,
    plain_fields,
    sheet,
)
from landing.actions.sign_up import ask_again, counter, receive_due, sign_up

__all__ = [
    "ask_again",
    "card",
    "choices",
    "counter",
    "draw_cards",
    "draw_due",
    "form_choices",
    "form_of",
    "form_page",
    "form_surroundings",
    "granted",
    "is_there",
    "page_context",
    "plain_fields",
    "readers_of",
    "receive_due",
    "sheet",
    "sign_up",
    "surroundings",
]
