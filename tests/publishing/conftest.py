"""A desk of the toy kinds beside the product's own."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import set_urlconf


@pytest.fixture
def toy_desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Not by pytest's marker `urls`: that forgets every address, and to read all of the admin's
    anew takes longer than most tests. Django remembers them by their module.
    """
    monkeypatch.setattr(settings, "ROOT_URLCONF", "tests.publishing.toy.urls")
    yield
    set_urlconf(None)
