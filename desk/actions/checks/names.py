"""Do the name servers vouch for the sender: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk import probes
from desk.actions.checks.practice import is_example
from desk.actions.findings import Check, CheckFinding, CheckMoment, fault, good, unknown
from practice.models import Practice

# The names under which common providers keep their key; the author's own comes first.
SELECTORS = ("default", "mail", "dkim", "s1", "s2", "k1", "k2", "k3", "selector1", "selector2")
MORE = ("google", "pm", "mx", "smtp", "mandrill", "resend", "brevo", "mailo", "sig1", "key1")

REST = timedelta(hours=12)  # others' name servers are not asked all day


def domain_check(look: Callable[[str], CheckFinding]) -> Callable[[CheckMoment], CheckFinding]:
    """A check of the sender's domain; unknown while it is an example or nobody answers."""

    def check(_moment: CheckMoment) -> CheckFinding:
        address = Practice.objects.the().from_email
        if is_example(address):
            return unknown(_("Will be looked up once letters come from your own domain."))
        try:
            return look(address.rpartition("@")[2])
        except probes.NoNetwork:
            return unknown(
                _("Could not ask: no name server answers from here."),
                _("Look again when the network is there."),
            )

    return check


def spf(domain: str) -> CheckFinding:
    records = [text for text in probes.texts(domain) if text.lower().startswith("v=spf1")]
    if len(records) == 1:
        return good(records[0])
    words = _("%(domain)s has %(count)d SPF records; it must be one.")
    return fault(
        words % {"domain": domain, "count": len(records)},
        _("Enter the TXT record that your mail provider shows, beginning with v=spf1."),
    )


def dkim(domain: str) -> CheckFinding:
    own = Practice.objects.the().dkim_selector.strip()
    for selector in (own,) if own else (*SELECTORS, *MORE):
        for text in probes.texts(f"{selector}._domainkey.{domain}"):
            if "p=" in text.replace(" ", ""):
                return good(_("Found under “%s”.") % selector)
    return fault(
        _("No DKIM key of %s was found.") % domain,
        _(
            "Enter the DKIM record your mail provider shows; if it is there, write its "
            "selector under “Your practice”, “Letters”."
        ),
    )


def dmarc(domain: str) -> CheckFinding:
    """The domain's own policy, else that of the domain above it (RFC 7489 §6.6.3)."""
    parts = domain.split(".")
    for name in (domain, ".".join(parts[-2:])):
        for text in probes.texts(f"_dmarc.{name}"):
            if text.lower().replace(" ", "").startswith("v=dmarc1"):
                return good(text)
    return fault(
        _("%s has no DMARC record.") % domain,
        _("Enter a TXT record at _dmarc.%s, to begin with: v=DMARC1; p=none") % domain,
    )


CHECKS = (
    Check("spf", gettext_lazy("SPF"), domain_check(spf), rest=REST),
    Check("dkim", gettext_lazy("DKIM"), domain_check(dkim), rest=REST),
    Check("dmarc", gettext_lazy("DMARC"), domain_check(dmarc), rest=REST),
)
