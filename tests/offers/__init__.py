"""The offers for tests: the starter's, and every one that has a folder in `content/` or here."""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from assessments.models import Passage
from consultations.models import Meeting
from desk.actions import content
from offers import actions as offers
from offers import files
from offers.models import Offer
from publishing import actions as publishing
from publishing.kinds import all_kinds
from tests.documents import MADE

HOME = files.home(settings.CONTENT_DIR)
SHARED = settings.CONTENT_DIR / files.SHARED
SAMPLES = HOME / "samples"
MADE_UP = Path(__file__).parent / "content"
FOLDERS = {
    files.slug(folder): folder
    for root in (settings.CONTENT_DIR, MADE_UP)
    for folder in files.folders(root)
    if folder.name != files.SHARED
}
EVERY_OFFER = list(FOLDERS)
"""What a test of all offers runs over: a folder more in `content/` is one more."""


def start_home(now: datetime) -> None:
    """The first of `content/` alone, loaded and published."""
    offers.load(HOME, now=now)
    content.start(settings.CONTENT_DIR, now=now)


def start_every(now: datetime) -> None:
    """All of them loaded, published and open, and a place to meet."""
    content.start(settings.CONTENT_DIR, now=now)
    start_made_up(now)
    Offer.objects.update(state=Offer.State.OPEN)
    Meeting.objects.update(video_link="https://video.example/room")


def start_made_up(now: datetime) -> None:
    """The one that only tests know, loaded and published."""
    content.replace(MADE_UP, now=now)
    made_up = Offer.objects.filter(slug__in=[name for name in FOLDERS if is_made_up(name)])
    own = set(made_up.values_list("pk", flat=True))
    rows = [row for kind in all_kinds() for row in kind.model._default_manager.all()]
    publishing.publish_all([row for row in rows if row.belongs_to in own], now=now)


def rehearse_good_first_talk(letters: Path) -> None:
    """Its letters, written there, for somebody for whom Ease came first."""
    answers = FOLDERS["a-good-first-talk"] / "samples" / "ease.json"
    person = {"answers": answers, "zone": "UTC", "start": "2026-03-05"}
    call_command("rehearse", "a-good-first-talk", **person, letters=letters, stdout=StringIO())


def is_made_up(slug: str) -> bool:
    return MADE_UP in FOLDERS[slug].parents


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
