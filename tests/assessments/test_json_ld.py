"""Structured data on the first page: what stands there, and no way out of its element."""

from __future__ import annotations

import json
import re
from typing import Any

from django.test import Client

from assessments.json_ld import first_page, plain, script
from assessments.models import Assessment


def test_first_page_says_what_it_offers_and_answers(body: dict[str, Any]) -> None:
    found = first_page(body, site="https://example.org", path="/", practice="A practice")

    kinds = {part["@type"]: part for part in found["@graph"]}
    assert kinds["WebApplication"]["isAccessibleForFree"] is True
    assert kinds["WebApplication"]["name"] == body["title"]
    assert len(kinds["FAQPage"]["mainEntity"]) == len(body["landing"]["questions"])


def test_words_cannot_end_the_script() -> None:
    written = script({"name": "</script><b>&"})

    assert "<" not in written
    assert json.loads(written) == {"name": "</script><b>&"}


def test_plain_words_have_no_marks() -> None:
    assert plain("A *quiet*\n**no**") == "A quiet no"


def test_first_page_carries_it_as_json(client: Client, published: Assessment) -> None:
    page = client.get("/").content.decode()

    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert json.loads(found[0])["@context"] == "https://schema.org"
