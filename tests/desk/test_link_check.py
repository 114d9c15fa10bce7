"""Links and pictures of a text: ours looked up exactly, other sites listed, no network."""

from __future__ import annotations

import pytest

from desk.actions import link_check

pytestmark = pytest.mark.slow

SLUG = "resistance-reframe"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("[here](/book/) and [there](http://testserver/privacy/)", []),
        (f"[take it](/assessment/{SLUG}/)", []),
        ("Fine.\n\n[gone](/nowhere/)", [3]),
        ("[gone](/assessment/no-such-one/)", [1]),
        ("[odd](javascript:alert(1))", [1]),
        ("[half](https://)", [1]),
        ("[later]({{ book_url }})", []),
        ("[below](#end)", []),
        ("Hello {{ first_name }},", [1]),
        ("Hello{% if has_name %}\n{{ first_name }}{% else %} you{% endif %},", []),
        ("{% if has_name %}You{% endif %}\n{{ first_name }}", [2]),
        ("Look:\n\n![A gate](https://example.org/gate.png)", [3]),
        ("::: picture no-such-gate\nA gate\n:::", [1]),
    ],
)
def test_only_what_leads_nowhere_is_told(house: None, text: str, lines: list[int]) -> None:
    assert [fault.line for fault in link_check.missing(text)] == lines


def test_other_sites_are_listed_once() -> None:
    text = "[a](https://example.org/a) <https://example.com/b> and https://example.org/a."

    assert link_check.outside(text) == ["https://example.org/a", "https://example.com/b"]
