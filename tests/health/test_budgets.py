"""Promise 20: one network, mailbox or link cannot make the service mail or render without end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from health import budgets
from health.budgets import Allowance, Budget
from health.models import Spending

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FEW = Allowance(3, timedelta(minutes=30))

# Anonymous POSTs that stand outside the budget, each with the reason.
UNBUDGETED = {
    "unsubscribe": "must always work (RFC 8058), mails nothing and opens no row but its own word",
    "webhook": "the provider proves itself first",
    "inbound": "the provider proves itself first",
    "page": "writes into the one row that the start of an assessment spent for",
    "questions": "writes into that same row",
    "delete": "takes away what the start of an assessment opened",
}


@pytest.fixture(autouse=True)
def still(at: Callable[[datetime], None]) -> None:
    at(NOW)


def spend(count: int, *, now: datetime = NOW) -> list[timedelta]:
    return [budgets.spend({"a": FEW}, now=now) for _ in range(count)]


@pytest.mark.django_db
def test_budget_gives_its_most_at_once_then_says_how_long_to_wait() -> None:
    assert spend(4) == [timedelta(), timedelta(), timedelta(), timedelta(minutes=10)]


@pytest.mark.django_db
def test_budget_comes_back_step_by_step() -> None:
    spend(3)

    later = NOW + timedelta(minutes=10)

    assert spend(2, now=later) == [timedelta(), timedelta(minutes=10)]
    assert spend(4, now=NOW + timedelta(days=1))[2:] == [timedelta(), timedelta(minutes=10)]


@pytest.mark.django_db
def test_nothing_is_taken_where_one_of_the_keys_is_used_up() -> None:
    spend(3)

    assert budgets.spend({"a": FEW, "b": FEW}, now=NOW)
    assert not Spending.objects.filter(key="b").exists()


@pytest.mark.django_db
def test_what_is_given_back_can_be_spent_again() -> None:
    spend(3)

    budgets.give_back({"a": FEW})

    assert spend(2) == [timedelta(), timedelta(minutes=10)]


@pytest.mark.django_db
def test_rows_go_once_their_budget_is_whole_again() -> None:
    spend(2)

    assert budgets.forget_spent(now=NOW + timedelta(minutes=19)) == 0
    assert budgets.forget_spent(now=NOW + timedelta(minutes=20)) == 1


@pytest.mark.parametrize(
    ("email", "mailbox"),
    [
        ("Ana@Example.org", "ana@example.org"),
        ("ana+guide@example.org", "ana@example.org"),
        ("A.na+1@googlemail.com", "ana@gmail.com"),
        ("a.na@example.org", "a.na@example.org"),
    ],
)
def test_spellings_of_one_mailbox_are_one(email: str, mailbox: str) -> None:
    assert budgets.mailbox(email) == mailbox


BUDGET = Budget("toy", network=FEW, mailbox=Allowance(2, timedelta(days=1)))


@budgets.budgeted(BUDGET)
def toy(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=422 if "wrong" in request.POST else 302)


def post(email: str = "", address: str = "203.0.113.7", **data: str) -> HttpResponse:
    sent = RequestFactory().post("/toy/?a=b", {"email": email, **data}, REMOTE_ADDR=address)
    sent.user = SimpleNamespace(is_authenticated=False)  # type: ignore[assignment]
    return toy(sent)  # type: ignore[return-value]


@pytest.mark.django_db
def test_one_network_is_refused_while_another_is_served() -> None:
    codes = [post(address=f"203.0.113.{host}").status_code for host in range(4)]

    assert codes == [302, 302, 302, 429]
    assert post(address="198.51.100.7").status_code == 302


@pytest.mark.django_db
def test_one_mailbox_is_refused_from_whatever_network() -> None:
    spellings = ("ana@example.org", "Ana+1@example.org", "ana+2@Example.org")

    codes = [post(email, f"203.0.{n}.7").status_code for n, email in enumerate(spellings)]

    assert codes == [302, 302, 429]


@pytest.mark.django_db
def test_a_form_shown_again_costs_nothing() -> None:
    assert {post(wrong="yes").status_code for _ in range(9)} == {422}
    assert post().status_code == 302


@pytest.mark.django_db
def test_refusal_says_when_and_keeps_what_was_typed() -> None:
    for _ in range(3):
        post()

    answer = post("ana@example.org", first_name='A"na', csrfmiddlewaretoken="x")

    assert answer["Retry-After"] == "600"
    assert "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    assert "in about 10 minutes" in page
    assert 'name="first_name" value="A&quot;na"' in page
    assert 'action="/toy/?a=b"' in page


@pytest.mark.django_db
def test_no_address_stands_in_a_row() -> None:
    post("ana@example.org")

    keys = list(Spending.objects.values_list("key", flat=True))
    assert len(keys) == 2
    assert all(len(key) == 64 and set(key) <= set("0123456789abcdef") for key in keys)


def walked(resolver: URLResolver, route: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walked(entry, path)
        elif not path.startswith("admin/"):
            yield path, entry


PUBLIC = [pytest.param(entry, id=path) for path, entry in walked(get_resolver())]


def takes_posts(entry: URLPattern) -> bool:
    """Whether the view does anything with a POST but refuse it (405)."""
    kind: Any = getattr(entry.callback, "view_class", None)
    if kind is not None:
        return hasattr(kind, "post")
    named = dict.fromkeys(entry.pattern.converters, "x")
    try:
        answer = entry.callback(RequestFactory().post("/"), **named)
    except Exception:
        return True
    return bool(answer.status_code != 405)


@pytest.mark.parametrize("entry", PUBLIC)
def test_promise_20_every_anonymous_post_has_a_budget_or_a_stated_reason(entry: URLPattern) -> None:
    if takes_posts(entry) and entry.name not in UNBUDGETED:
        assert isinstance(getattr(entry.callback, "budget", None), Budget)


def test_reasons_are_of_views_that_are_there() -> None:
    names = {entry.name for _path, entry in walked(get_resolver())}

    assert names >= UNBUDGETED.keys()


@pytest.mark.django_db
def test_who_fills_in_the_field_nobody_sees_is_asked_once_more_and_spends_nothing() -> None:
    for _ in range(9):
        answer = post("ana@example.org", first_name="Ana", leave_empty="https://spam.example/")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="first_name" value="Ana"' in page
    assert "spam.example" not in page
    assert not Spending.objects.exists()
