"""How fast passwords may be tried, at the login and within a session: each wait is longer."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from health.budgets import AN_HOUR, Allowance, give_back, hashed, refused, spend
from health.clock import real_now

# Five at once, then one a minute; from the tenth on one in six minutes, from the twentieth on one
# in seventy-two.
SLOWER = (
    Allowance(5, timedelta(minutes=5)),
    Allowance(10, AN_HOUR),
    Allowance(20, timedelta(days=1)),
)


def slower(*parts: str) -> dict[str, Allowance]:
    return {hashed("login", *parts, str(tier.most)): tier for tier in SLOWER}


def refuse_a_guesser(request: HttpRequest, user: User, *, field: str) -> HttpResponse | None:
    """A page that says how long to wait, to whoever tried too many passwords in sessions of this
    login. A right one is no try.
    """
    keys = slower("session", str(user.pk))
    wait = spend(keys, now=real_now())
    if wait:
        return refused(request, wait, template="locked.html")
    if user.check_password(request.POST.get(field, "")):
        give_back(keys)
    return None
