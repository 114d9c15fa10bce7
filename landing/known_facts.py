"""What is known of everybody by the forms they sent, for rules about people."""

from __future__ import annotations

from landing.models import SignUp
from mail.known_facts import offer_fact

FACTS = (
    offer_fact(
        lambda: SignUp.objects.filter(outcome=SignUp.Outcome.CONFIRMED, contact__isnull=False),
        "form__offer",
    ),
)
