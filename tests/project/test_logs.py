"""No address and no token reaches a log line."""

import logging
from collections.abc import Iterator

import pytest
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.log import AdminEmailHandler
from pytest_django import Settings

from project.logs import ScrubbedMail, Scrubbing, scrub, scrub_event


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("mail to Robin <robin@example.net> failed", "mail to Robin <<address>> failed"),
        ("GET /guide/abc123.sig-nature/ 404", "GET /guide/… 404"),
        ("/assessment/resistance-reframe/Xy12/3/ late", "/assessment/resistance-reframe/… late"),
        ("/unsubscribe/t0ken/", "/unsubscribe/…"),
        ("/guide/for/Xy12/ 200", "/guide/… 200"),
        ("/book/?for=t0k.en&at=9 late", "/book/?for=…&at=9 late"),
        ("/privacy/ 200", "/privacy/ 200"),
    ],
)
def test_scrub_removes_addresses_and_tokens(written: str, kept: str) -> None:
    assert scrub(written) == kept


def public_routes(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        elif not route.startswith("/admin/"):
            yield from public_routes(entry, route)


def test_key_or_token_of_every_public_address_is_scrubbed() -> None:
    kinds = ("<str:", "<attempt:")
    routes = [route for route in public_routes(get_resolver()) if any(k in route for k in kinds)]

    assert len(routes) > 20
    for route in routes:
        address = route
        for kind in kinds:
            while kind in address:
                start, _kind, rest = address.partition(kind)
                address = start + "S3CRET~a.b_c" + rest.partition(">")[2]
        address = address.replace("<slug:slug>", "resistance-reframe").replace("<int:number>", "3")
        assert "S3CRET" not in scrub(f"Not Found: {address} late"), route


def test_every_record_is_scrubbed_with_its_arguments() -> None:
    record = logging.LogRecord("x", 20, "f", 1, "sent to %s", ("a@b.example",), None)

    Scrubbing().filter(record)

    assert record.getMessage() == "sent to <address>"


def test_error_report_carries_no_body_and_no_person() -> None:
    event = {
        "request": {"data": {"email": "a@b.example"}, "cookies": "x", "url": "http://s/guide/tok/"},
        "user": {"email": "a@b.example"},
    }

    kept = scrub_event(event, {})  # type: ignore[arg-type, typeddict-item]

    assert kept == {"request": {"url": "http://s/guide/…"}}


def test_errors_mail_to_admins_carries_no_token_and_no_request(
    monkeypatch: pytest.MonkeyPatch, rf: RequestFactory, settings: Settings
) -> None:
    settings.ADMINS = ["admin@example.org"]
    sent: list[str] = []
    monkeypatch.setattr(
        AdminEmailHandler, "send_mail", lambda _self, *said, **_more: sent.extend(said)
    )
    record = logging.LogRecord(
        "django.request", 40, "f", 1, "Error: %s", ("/confirm/t0k.en/",), None
    )
    record.request = rf.get("/confirm/t0k.en/", headers={"Cookie": "sessionid=abc"})

    ScrubbedMail().emit(record)

    assert "Error: /confirm/…" in sent[0]
    assert "t0k.en" not in "".join(sent)
    assert "abc" not in "".join(sent)


def test_error_that_nobody_is_mailed_makes_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(AdminEmailHandler, "emit", lambda _self, record: made.append(record))

    ScrubbedMail().emit(logging.LogRecord("django.security", 40, "f", 1, "No.", (), None))

    assert made == []


def test_no_handler_of_djangos_own_prints_or_mails_whole_addresses() -> None:
    handlers = [type(handler) for handler in logging.getLogger("django").handlers]

    assert handlers == [ScrubbedMail]
