"""A sign-up form sent, received, and its sender's yes: what two processes and a person do."""

from __future__ import annotations

from datetime import datetime

from contacts import actions as contacts
from landing import actions
from landing.actions.confirm_sign_up import changes, confirm
from landing.actions.sign_up import receive
from landing.models import SignUp, SignUpForm


def signed_up(
    *, form: SignUpForm, email: str, first_name: str = "", town: str = "", now: datetime
) -> SignUp:
    """The list joined by a form that asks for a town, with the mailbox's yes."""
    contacts.ensure_field(key="town", label="Town", sort="text")
    sign_up = actions.sign_up(
        form=form, email=email, first_name=first_name, zone="UTC", answers={"town": town},
        ticked={"letters": "Now and then."}, now=now,
    )  # fmt: skip
    received = receive(sign_up.pk, now=now)
    assert received is not None
    assert received.contact is not None
    contact = received.contact
    wanted = {"field:town", *changes(received, contact)} - {"name", "zone"}
    assert confirm(request=received, accepted=wanted, now=now)
    contacts.set_field(contact=contact, key="town", value=town, now=now)
    received.refresh_from_db()
    return received
