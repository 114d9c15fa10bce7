"""What the law asks of whoever runs this site, as its settings really are: who processes what, for
how long things are kept, what the imprint says.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.actions.quotas import TIME_REQUESTS_COUNT
from consultations.models import Feed, Meeting
from contacts.models import Contact, FormerAddress, Suppression, address_hash
from desk.actions import drafts, unsent_forms
from desk.actions.checks.practice import is_example, unfilled
from offers.actions import KEEP_LOOKS, KEEP_UNUSED
from practice.actions import retention_days
from practice.models import Practice
from publishing.actions.save import LONGEST_KEPT

PROVIDERS = {
    "postmark": "Postmark",
    "mailgun": "Mailgun",
    "brevo": "Brevo",
    "resend": "Resend",
    "ses": "Amazon SES",
}
"""What the schemes of EMAIL_URL are called."""
IMPRINT = ("legal_name", "author_name", "postal_address", "contact_email")


Processor = tuple[str, str, str]
"""Somebody else's machine: what it is for, whose it is, and what of readers' data comes there."""

RetentionTerm = tuple[str, str]
"""One kind of thing, and how long it is kept."""


def processors(practice: Practice) -> list[Processor]:
    """Everybody who has a hand on readers' data, by what the settings say."""
    return [*_hosts(), *_mail(), *_errors(), *_around(practice)]


def is_elsewhere(host: str) -> bool:
    """Whether a host of the settings is another machine than the site's own: names without a dot
    are services beside it, addresses that begin with a slash are sockets.
    """
    if not host or host.startswith("/") or host == "localhost":
        return False
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return "." in host


def _hosts() -> Iterator[Processor]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    everything = _("Everything that is not named elsewhere here: pages, answers, people, bookings.")
    yield (_("Your host"), _("whoever runs the machine at %s") % host, everything)
    database = str(settings.DATABASES["default"].get("HOST", ""))
    if is_elsewhere(database):
        rows = _("All answers, people, mails and bookings: the database is there.")
        yield (_("Your database"), database, rows)
    broker = urlsplit(settings.REDIS_URL).hostname or ""
    if is_elsewhere(broker):
        yield (_("Your queue"), broker, _("What is to be done next, for moments."))
    bucket = settings.STORAGES["default"].get("OPTIONS", {})
    if "bucket_name" in bucket:
        place = urlsplit(bucket.get("endpoint_url", "")).hostname or "Amazon S3"
        name = ", ".join(filter(None, (place, bucket.get("region_name", ""))))
        yield (_("Your store of files"), name, _("The guides, with first names in them."))


def _mail() -> Iterator[Processor]:
    parts = urlsplit(settings.EMAIL_URL)
    role = _("Your mail provider")
    letters = _("Every letter and the address it goes to.")
    if parts.scheme == "file":
        nobody = _("nobody: letters go into a folder of the machine")
        yield (role, nobody, _("Nothing. No letter reaches anybody yet."))
    elif parts.scheme in PROVIDERS:
        reports = _("It reports back what arrived, bounced or was marked as spam.")
        yield (role, PROVIDERS[parts.scheme], f"{letters} {reports}")
    else:
        host = parts.hostname or ""
        name = host if is_elsewhere(host) else _("a mail server beside the site")
        yield (role, name, letters)


def _errors() -> Iterator[Processor]:
    if settings.SENTRY_DSN:
        name = urlsplit(settings.SENTRY_DSN).hostname or ""
        holds = _("Reports of errors, without addresses, answers and links of readers.")
        yield (_("Your error reports"), name, holds)


def _around(practice: Practice) -> Iterator[Processor]:
    """What lies outside the installation, and is hers to know."""
    addresses = (practice.notice_email, practice.reply_to or practice.from_email)
    domains = dict.fromkeys(address.rpartition("@")[2] for address in addresses)
    replies = _("Replies of readers, and notices of bookings with name, address and note.")
    yield (_("Your mailboxes"), ", ".join(domains), replies)
    links = Meeting.objects.filter(active=True).exclude(video_link="").order_by("position", "pk")
    rooms = [urlsplit(link).hostname or "" for link in links.values_list("video_link", flat=True)]
    if rooms:
        met = _("Who comes to a conversation, as they give themselves there.")
        yield (_("Your video room"), ", ".join(dict.fromkeys(rooms)), met)
    pays = Meeting.objects.filter(active=True).exclude(payment_link="").order_by("position", "pk")
    banks = [urlsplit(link).hostname or "" for link in pays.values_list("payment_link", flat=True)]
    if banks:
        paid = _("Who pays for a conversation by your link, as they give themselves there.")
        yield (_("Your payment service"), ", ".join(dict.fromkeys(banks)), paid)
    feeds = Feed.objects.filter(active=True).values_list("address", flat=True)
    calendars = [urlsplit(address).hostname or "" for address in feeds]
    name = ", ".join(dict.fromkeys(calendars)) or _("wherever you keep it")
    entries = _(
        "Name and note of whoever booked, where you take bookings over or subscribe to them."
    )
    yield (_("Your calendar"), name, entries)


def terms() -> list[RetentionTerm]:
    """How long each thing is kept, as tidying really goes by it."""
    days = retention_days()
    return [
        *_of_visitors(days),
        *_of_people(days),
        *_of_author(),
    ]


def in_days(count: int) -> str:
    return ngettext("%d day", "%d days", count) % count


def _of_visitors(days: dict[str, int]) -> Iterator[RetentionTerm]:
    unfinished = _("%s after they were last touched") % in_days(days["unfinished_days"])
    yield (_("Answers nobody finished"), unfinished)
    by_hand = _("until whoever answered deletes them on the result, or is erased")
    yield (_("Finished answers"), by_hand)
    looks = _("%s; who looked is not kept") % in_days(KEEP_LOOKS.days)
    yield (_("Daily counts of looks at your pages"), looks)
    unused = _("%s, and as long as somebody here came by them") % in_days(KEEP_UNUSED.days)
    yield (_("Websites and links that brought people"), unused)
    network = _("until the hour has begun; of a wish for a time, %s")
    yield (_("The scrambled network of a booking"), network % in_days(TIME_REQUESTS_COUNT.days))


def _of_people(days: dict[str, int]) -> Iterator[RetentionTerm]:
    unconfirmed = _("%s, unless they have something with you") % in_days(days["unconfirmed_days"])
    yield (_("People who never confirmed their address"), unconfirmed)
    yield (
        _("People who confirmed, with their mails, replies, consents and your notes"),
        _("until they are erased, by you or at their own word"),
    )
    yield (
        _("Bookings of people who never confirmed"),
        _("%s after the conversation") % in_days(days["booking_days"]),
    )
    guide = _("as long as its person; its link opens it for %s") % in_days(days["guide_days"])
    yield (_("A guide and its file"), guide)
    stays = _("for good: it cannot be read back, and keeps you from writing to them again")
    yield (_("The fingerprint of an address that was erased or stopped"), stays)


def _of_author() -> Iterator[RetentionTerm]:
    yield (_("Your unsaved words"), in_days(drafts.LONGEST_UNSAVED.days))
    yield (_("Your forms that did not arrive"), in_days(unsent_forms.LONGEST_KEPT.days))
    versions = _("%s; what was published stays") % in_days(LONGEST_KEPT.days)
    yield (_("Saved versions of your texts"), versions)
    sealed = _("as long as you keep them; they are sealed")
    plain = _("as long as you keep them; they are not sealed (BACKUP_KEY)")
    yield (_("Backups"), sealed if settings.BACKUP_KEY else plain)


def imprint(practice: Practice) -> list[dict[str, Any]]:
    """What the privacy page and letters say of her: each line with its label and text, whether it
    is missing, and the `url` of its box.
    """
    page = reverse("admin:practice_practice_change", args=[practice.pk])
    missing = {field.name for field in unfilled(practice, *IMPRINT)}
    missing |= {"contact_email"} if is_example(practice.contact_email) else set()
    return [
        {
            "label": str(Practice._meta.get_field(name).verbose_name),  # type: ignore[union-attr]  # columns
            "text": str(getattr(practice, name)),
            "is_missing": name in missing,
            "url": f"{page}#id_{name}",
        }
        for name in IMPRINT
    ]


def person_at(address: str) -> Contact | None:
    """Who is here under this address, or was until they changed it."""
    former = FormerAddress.objects.filter(email__iexact=address.strip()).order_by("-pk")
    row = Contact.objects.by_email(address) or former.select_related("contact").first()
    return row.contact if isinstance(row, FormerAddress) else row


def is_barred(address: str) -> bool:
    """Whether a fingerprint of this address is kept, so that it is not mailed."""
    return Suppression.objects.standing().filter(address_hash=address_hash(address)).exists()
