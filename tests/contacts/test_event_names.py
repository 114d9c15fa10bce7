"""What is recorded of a contact has words for the author."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from contacts.event_names import EVENT_NAMES

pytestmark = pytest.mark.slow

RECORDED = re.compile(r"\brecord\([^)]*?\bkind=\"(\w+)\"")


def test_every_kind_of_event_has_words() -> None:
    recorded = {
        kind
        for path in settings.BASE_DIR.glob("*/**/*.py")
        if path.relative_to(settings.BASE_DIR).parts[0] not in ("tests", "benchmarks", "var")
        and ".venv" not in path.parts
        for kind in RECORDED.findall(path.read_text())
    }

    assert len(recorded) > 15
    assert recorded - EVENT_NAMES.keys() == set()
