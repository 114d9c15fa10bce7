"""No address and no token reaches a log line."""

import logging

import pytest

from project.logs import Scrubbing, scrub, scrub_event


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("mail to Robin <robin@example.net> failed", "mail to Robin <<address>> failed"),
        ("GET /guide/abc123.sig-nature/ 404", "GET /guide/… 404"),
        ("/assessment/resistance-reframe/Xy12/3/ late", "/assessment/resistance-reframe/… late"),
        ("/unsubscribe/t0ken/", "/unsubscribe/…"),
        ("/privacy/ 200", "/privacy/ 200"),
    ],
)
def test_scrub_removes_addresses_and_tokens(written: str, kept: str) -> None:
    assert scrub(written) == kept


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
