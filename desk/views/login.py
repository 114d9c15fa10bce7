"""Logging in: so many tries for a browser that has logged in before, so many for strangers, each
slower than the last.
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from desk.views import devices
from desk.views.password_tries import slower
from desk.views.two_factor import has_second_step
from health.budgets import LOGIN, Allowance, give_back, hashed, network_of, refused, spend
from health.clock import real_now

# For one name, from all networks together: a guess made by a thousand machines is one guesser's.
ANYWHERE = Allowance(100, timedelta(days=1))


def login(request: HttpRequest) -> HttpResponseBase:
    """Django's own page for it. A try is taken before the password is looked at, so that many at
    one moment are not more than one by one; the right password gives it back.
    """
    if request.method != "POST":
        return admin.site.login(request)
    name = User.normalize_username(request.POST.get("username", "").strip())
    user = User.objects.filter(username=name).first()
    keys = keys_of(request, name, devices.device_of(request, user) if user else "")
    wait = spend(keys, now=real_now())
    if wait:
        return refused(request, wait, template="locked.html")
    response = admin.site.login(request)
    if response.status_code == 302 and user is not None:
        give_back(keys)
        if not has_second_step(user):
            devices.arrived(request, response, user)
    return response


login.budget = LOGIN  # type: ignore[attr-defined]  # the walk of all addresses reads it


def keys_of(request: HttpRequest, name: str, device: str) -> dict[str, Allowance]:
    """Under which keys a try counts. A known browser's count for itself alone: whoever shares its
    network, or knows its owner's name, cannot use them up.
    """
    if device:
        return slower("device", device)
    return {
        hashed("login", "network", network_of(request)): LOGIN.network,
        hashed("login", "name", name.casefold()): ANYWHERE,
        **slower("from", name.casefold(), network_of(request)),
    }
