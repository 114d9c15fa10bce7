"""One budget for every anonymous POST that mails, makes a guide or opens rows: so much from one
network, for one mailbox, with one link. What is spent comes back steadily.

Kept under keyed hashes; no address stands in a row, and a row goes once its budget is whole again.
It goes by the machine's own time: a pretend clock that is set back must not lock anybody out.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Concatenate

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from health.client_ip import client_address, network
from health.clock import real_now
from health.models import Spending

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
DOTLESS = {"gmail.com", "googlemail.com"}  # dots mean nothing there, and both names are one
HONEYPOT = "leave_empty"  # a field nobody sees: programs fill it in (templates/_honeypot.html)
NOT_TYPED = {"csrfmiddlewaretoken", "password", HONEYPOT}  # a password is typed again


@dataclass(frozen=True)
class Allowance:
    """`most` at once; each comes back after a `most`th of `within`."""

    most: int
    within: timedelta

    @property
    def step(self) -> timedelta:
        return self.within / self.most


@dataclass(frozen=True)
class Budget:
    """What one kind of request may take."""

    name: str
    network: Allowance
    mailbox: Allowance | None = None
    link: Allowance | None = None  # an attempt's key or a letter's token


# A roomful at a talk shares one address: forty may ask for their guide at once, a hundred begin.
START = Budget("start", network=Allowance(100, AN_HOUR))
GUIDE = Budget(
    "guide",
    network=Allowance(40, 4 * AN_HOUR),
    mailbox=Allowance(6, A_DAY),
    link=Allowance(10, AN_HOUR),
)
JOIN = Budget("join", network=Allowance(40, AN_HOUR), mailbox=Allowance(6, A_DAY))
BOOKING = Budget("booking", network=Allowance(12, AN_HOUR), mailbox=Allowance(6, A_DAY))
TRY = Budget("try", network=Allowance(300, AN_HOUR))  # an offer walked before it is open
TRY_PDF = Budget("try_pdf", network=Allowance(20, AN_HOUR))  # its guide set on paper
LOGIN = Budget("login", network=Allowance(30, AN_HOUR))
LINK = Budget(  # a page whose address stood in a letter
    "link",
    network=Allowance(60, AN_HOUR),
    mailbox=Allowance(6, A_DAY),
    link=Allowance(30, AN_HOUR),
)

LETTER = Allowance(1, A_DAY)  # to a mailbox that nobody has proven, whatever asked for it

type Keys = Mapping[str, Allowance]
type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def budgeted[**P](budget: Budget) -> Callable[[View[P]], View[P]]:
    """A view whose POSTs spend `budget`, and are told kindly when it is used up.

    A POST that is answered with a 4xx has done nothing: it costs nothing. One with the honeypot
    filled in is asked to send once more, by a button, in case a person's browser filled it.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            if request.POST.get(HONEYPOT):
                return page_with_typed(request, "caught.html", status=422)
            keys = keys_of(budget, request, kwargs)
            # Before the view, and given back where it did nothing: spent after it, a burst of
            # requests at once would pass whole (promise 20).
            wait = spend(keys, now=real_now())
            if wait:
                return refused(request, wait)
            response = view(request, *args, **kwargs)
            if 400 <= response.status_code < 500:
                give_back(keys)
            return response

        guarded.budget = budget  # type: ignore[attr-defined]  # the walk of all addresses reads it
        return guarded

    return decorate


def keys_of(
    budget: Budget, request: HttpRequest, named: Mapping[str, object]
) -> dict[str, Allowance]:
    """Under which keys a request spends: its network, the mailbox it names, the link it came by."""
    keys = {hashed(budget.name, "network", network_of(request)): budget.network}
    email = request.POST.get("email", "") if budget.mailbox else ""
    if budget.mailbox and email:
        keys[hashed(budget.name, "mailbox", mailbox(email))] = budget.mailbox
    link = named.get("key") or named.get("token")
    if budget.link and link:
        keys[hashed(budget.name, "link", str(link))] = budget.link
    return keys


def hashed(*parts: str) -> str:
    """A keyed hash of this installation: it holds no address, and no other house can compute it."""
    text = "\n".join(("budget", *parts))
    return hmac.new(settings.HASH_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def address_of(request: HttpRequest) -> str:
    """The visitor's address as our own proxies saw it."""
    return client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        proxies=settings.TRUSTED_PROXIES,
    )


def network_of(request: HttpRequest) -> str:
    return network(address_of(request))


def mailbox(email: str) -> str:
    """The mailbox an address leads to: case, what follows a plus, and Gmail's dots say nothing."""
    local, _at, domain = email.strip().casefold().rpartition("@")
    # RFC 5233 §1: what follows the plus is the mailbox owner's own mark.
    # Promise 12: `a+1@` and `a+2@` are one mailbox, and one person who reads what is sent there.
    local = local.partition("+")[0]
    if domain in DOTLESS:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


@transaction.atomic
def spend(keys: Keys, *, now: datetime) -> timedelta:
    """Take one of each, or none and say how long to wait; zero when they were taken."""
    # in one order, so that no two wait for each other
    waits = [take(key, allowance, now=now) for key, allowance in sorted(keys.items())]
    if any(waits):
        # All or none: a request that is refused by its network must not use up the mailbox's share.
        transaction.set_rollback(True)
    return max(waits, default=timedelta())


def take(key: str, allowance: Allowance, *, now: datetime) -> timedelta:
    """Take one: a row's `free_at` moves a step ahead, as long as it is near enough. The database
    decides between two at once.
    """
    limit = now + allowance.within - allowance.step
    near = Spending.objects.filter(key=key, free_at__lte=limit)
    ahead = Greatest("free_at", models.Value(now)) + models.Value(allowance.step)
    # Moved from the row's own value in the statement: two requests at once move it by two steps.
    moved = models.ExpressionWrapper(ahead, output_field=models.DateTimeField())
    if near.update(free_at=moved):
        return timedelta()
    row, created = Spending.objects.get_or_create(
        key=key, defaults={"free_at": now + allowance.step}
    )
    # Another request may have made the row in between: then this one spends from it.
    if created or near.update(free_at=moved):
        return timedelta()
    return max(row.free_at - limit, timedelta(seconds=1))


def reserve(key: str, allowance: Allowance, *, now: datetime) -> datetime:
    """When the next one may come: now, or a step after the last that was reserved. It is taken."""
    # Under the row's lock: two letters that are asked for at once get two days.
    row, created = Spending.objects.select_for_update().get_or_create(
        key=key, defaults={"free_at": now + allowance.step}
    )
    if created:
        return now
    at = max(row.free_at, now)
    Spending.objects.filter(pk=row.pk).update(free_at=at + allowance.step)
    return at


def reserve_letter(email: str, *, now: datetime) -> datetime:
    """When the next letter may go to a mailbox that nobody has proven: one a day, whatever asks for
    it. The caller holds the address's contact, so that no two wait for each other.
    """
    return reserve(_letter_key(email), LETTER, now=now)


def give_back_letter(email: str) -> None:
    """The letter of the day stays here, or its mailbox has been proven since."""
    give_back({_letter_key(email): LETTER})


def _letter_key(email: str) -> str:
    return hashed("letter", "mailbox", mailbox(email))


def give_back(keys: Keys) -> None:
    """Return what `spend` took."""
    for key, allowance in sorted(keys.items()):
        back = models.F("free_at") - models.Value(allowance.step)
        moved = models.ExpressionWrapper(back, output_field=models.DateTimeField())
        # A step back from where it is by now, not to where it was: others may have spent since.
        Spending.objects.filter(key=key).update(free_at=moved)


def spent(budget: Budget, request: HttpRequest, *, now: datetime) -> int:
    """How many of this budget the request's network has out now, this one included: its place in
    a fair line.
    """
    key = hashed(budget.name, "network", network_of(request))
    free_at = Spending.objects.filter(key=key).values_list("free_at", flat=True).first()
    return max(1, -(-(free_at - now) // budget.network.step)) if free_at else 1


def forget_spent(*, now: datetime) -> int:
    """Drop the rows whose budget is whole again; how many. A missing row says the same."""
    return Spending.objects.filter(free_at__lte=now).delete()[0]


def forget_all() -> None:
    """Make every budget whole: by an operator, for somebody who is locked out."""
    Spending.objects.all().delete()


def refused(request: HttpRequest, wait: timedelta, *, template: str = "429.html") -> HttpResponse:
    """One kind sentence, with what was typed ready to be sent again."""
    minutes = max(1, -(-wait // timedelta(minutes=1)))
    response = page_with_typed(request, template, status=429, minutes=minutes)
    response["Retry-After"] = str(max(1, -(-wait // timedelta(seconds=1))))
    return response


def page_with_typed(
    request: HttpRequest, page: str, *, status: int, **context: object
) -> HttpResponse:
    """A page instead of an answer, that keeps what was typed and sends it again by a button."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_TYPED
    ]
    context |= {
        "typed": typed,
        # Only where a session is read: the token would set a cookie on an anonymous page.
        "needs_token": getattr(request, "csrf_processing_done", False),
        "action": request.get_full_path(),
    }
    response = render(request, page, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    add_never_cache_headers(response)
    response._has_been_logged = True  # type: ignore[attr-defined]  # an answer, no error of ours
    return response
