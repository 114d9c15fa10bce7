"""Does the site answer from outside: its address, unsubscribing, the way mail goes out."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts import links
from contacts.models import Contact
from desk import probes
from desk.actions import sessions
from desk.actions.findings import Check, CheckFinding, CheckMoment, fault, good, unknown

REST = timedelta(hours=1)
PROBE = "doctor"  # a purpose nobody agreed to: stopping it changes nothing


def address(_moment: CheckMoment) -> CheckFinding:
    if settings.DEBUG:
        return fault(
            _("This is a house for trying out."), _("On the server, set DEBUG=no and SITE_URL.")
        )
    if not settings.SITE_URL.startswith("https://"):
        return fault(
            _("The site is at %s, without encryption.") % settings.SITE_URL,
            _("Put it behind https and set SITE_URL to that address."),
        )
    return good(settings.SITE_URL)


def proxies(moment: CheckMoment) -> CheckFinding:
    if settings.TRUSTED_PROXIES or not sessions.any_forwarded(now=moment.real_now):
        return good(_("Visitors are told apart by their own networks."))
    return fault(
        _("Requests come by a proxy, and TRUSTED_PROXIES is 0: all visitors count as one."),
        _("On the server, set TRUSTED_PROXIES to the number of proxies in front, mostly 1."),
    )


def unsubscribing(_moment: CheckMoment) -> CheckFinding:
    contact = Contact.objects.order_by("pk").first()
    if contact is None:
        return unknown(_("Will be tried as soon as there is a person."))
    try:
        status = probes.status(
            links.unsubscribe_url(contact, PROBE), data=b"List-Unsubscribe=One-Click"
        )
    except probes.NoNetwork:
        return fault(
            _("Nothing answers at %s.") % settings.SITE_URL,
            _("Start the service, and see that SITE_URL is the address people use."),
        )
    if status == 200:
        return good(_("A real POST to an unsubscribe link was answered."))
    return fault(
        _("A POST to an unsubscribe link was answered with %d.") % status,
        _("See that the proxy in front lets POST through to /unsubscribe/."),
    )


def way_out(_moment: CheckMoment) -> CheckFinding:
    parts = urlsplit(settings.EMAIL_URL)
    if parts.scheme == "file":
        return fault(
            _("Mail only goes into a folder of this machine."),
            _("On the server, set EMAIL_URL to your mail provider."),
        )
    if parts.scheme not in ("smtp", "smtps"):
        return good(_("Mail goes out through %s.") % parts.scheme)
    options = settings.MAILERS["default"]["OPTIONS"]
    if probes.greets(options["host"], options["port"]):
        return good(_("The mail server %s answers.") % options["host"])
    return fault(
        _("The mail server %(host)s:%(port)s does not answer.")
        % {"host": options["host"], "port": options["port"]},
        _("See EMAIL_URL, and whether the firewall lets this port out."),
    )


CHECKS = (
    Check("address", gettext_lazy("The site's address"), address),
    Check("proxies", gettext_lazy("The proxy in front"), proxies, rest=REST),
    Check("way_out", gettext_lazy("The way mail goes out"), way_out, rest=REST),
    Check("unsubscribing", gettext_lazy("Unsubscribing"), unsubscribing, rest=REST),
)
