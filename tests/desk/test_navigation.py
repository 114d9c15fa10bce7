"""The sidebar marks the one page somebody is on."""

import pytest

from desk.views.navigation import nearest

pytestmark = pytest.mark.slow

PAGES = ("admin:index", "admin:offers_offer_changelist", "desk:offer_begin")


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/admin/", "admin:index"),
        ("/admin/offers/offer/", "admin:offers_offer_changelist"),
        ("/admin/offers/offer/3/path/results/", "admin:offers_offer_changelist"),
        ("/admin/offers/offer/begin/", "desk:offer_begin"),
        ("/admin/contacts/contact/", ""),
    ],
)
def test_one_line_is_marked(path: str, page: str) -> None:
    assert nearest(path, PAGES) == page
