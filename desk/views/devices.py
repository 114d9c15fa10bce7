"""The cookie of a browser that has logged in before (OWASP: “Slow Down Online Guessing Attacks with
Device Cookies”). It opens nothing; it gives its browser tries of its own, so that nobody else's
wrong passwords can keep its owner out.

Bound to one login and to the password it was earned with: who learns an old password keeps nothing.
Beside it, a cookie says who logged in here last, so whose a form is that arrives without a login.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext as _

from desk.actions import security_letters, unsent_forms
from desk.user_agents import browser_name
from health.clock import now

SALT = "desk.device"
LAST = "desk-last"
AGE = timedelta(days=180)
PATH = "/admin/"


def cookie_name(user: User) -> str:
    """One for each login: two people may share a computer."""
    return f"desk-device-{user.pk}"


def device_of(request: HttpRequest, user: User) -> str:
    """The browser's id, if it has logged in as this user before; else an empty text."""
    try:
        given = signing.loads(request.COOKIES.get(cookie_name(user), ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return ""
    owner, device, earned_with = given
    is_theirs = owner == user.pk and constant_time_compare(earned_with, mark(user))
    return str(device) if is_theirs else ""


def remember(request: HttpRequest, response: HttpResponse, user: User, *, device: str = "") -> None:
    """Let this browser be known from now on, as the one it was before or as a new one."""
    device = device or device_of(request, user) or get_random_string(22)
    for name in (cookie_name(user), LAST):
        response.set_cookie(
            name,
            signing.dumps([user.pk, device, mark(user)], salt=SALT),
            max_age=AGE,
            path=PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )


def last_user(request: HttpRequest) -> User | None:
    """Who logged in last in this browser, while their password is the same."""
    try:
        given = signing.loads(request.COOKIES.get(LAST, ""), salt=SALT, max_age=AGE)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=given[0], is_active=True).first()
    return user if user and constant_time_compare(given[2], mark(user)) else None


def arrived(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Somebody is in, the second step done: their browser is known from now on. They hear of one
    that was not, but for the first login of all.
    """
    device, is_first = device_of(request, user), user.last_login is None
    remember(request, response, user)
    unsent_forms.flag(request.session, user_id=user.pk)
    if not (device or is_first):
        words = _("It was used in a browser that had not logged in before: %s.")
        security_letters.tell_user(
            user, words % browser_name(request.headers.get("User-Agent", "")), now=now()
        )


def mark(user: User) -> str:
    """By which a password is known again, and not found out."""
    return salted_hmac(SALT, user.password, algorithm="sha256").hexdigest()[:32]
