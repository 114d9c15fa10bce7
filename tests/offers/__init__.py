"""The starter's offer for tests, and the folders its content lies in."""

from __future__ import annotations

from django.conf import settings

from assessments.models import Passage
from offers import files
from offers.models import Offer
from publishing import actions as publishing
from tests.documents import MADE

HOME = files.home(settings.CONTENT_DIR)
SHARED = settings.CONTENT_DIR / files.SHARED
SAMPLES = HOME / "samples"


def an_offer(slug: str = "resistance-reframe", **fields: object) -> Offer:
    """The offer of this name, made if it is not there; the starter's is home."""
    usual = {"name": slug, "state": Offer.State.OPEN, "is_home": slug == HOME.name}
    made, _created = Offer.objects.get_or_create(
        slug=slug, defaults={**usual, "made_at": MADE, **fields}
    )
    return made


def like_home(slug: str) -> Offer:
    """An offer with passages like home's, for an assessment that uses them."""
    offer = an_offer(slug)
    for passage in Passage.objects.filter(offer__is_home=True):
        publishing.copy(passage, key=passage.key, offer=offer, now=MADE)
    return offer
