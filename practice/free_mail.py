"""Addresses of mail services open to everybody, in whose name nobody else may send. Pure."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_EVERYWHERE = ("yahoo", "ymail", "hotmail", "live", "outlook", "gmx", "yandex")
"""Under the ending of any country, such as yahoo.co.uk."""
_NAMES = """
gmail.com googlemail.com rocketmail.com msn.com icloud.com me.com mac.com aol.com aim.com
proton.me protonmail.com pm.me tutanota.com tuta.io tuta.com mail.com email.com zoho.com
fastmail.com hey.com web.de t-online.de freenet.de arcor.de mailbox.org posteo.de posteo.net
mail.ru bk.ru list.ru inbox.ru rambler.ru qq.com 163.com 126.com naver.com daum.net orange.fr
wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tin.it alice.it bluewin.ch
btinternet.com sky.com virginmedia.com ntlworld.com comcast.net verizon.net att.net
sbcglobal.net bellsouth.net cox.net charter.net shaw.ca rogers.com bigpond.com optusnet.com.au
uol.com.br bol.com.br terra.com.br wp.pl o2.pl onet.pl interia.pl seznam.cz ziggo.nl kpnmail.nl
telenet.be skynet.be rediffmail.com
"""
_DOMAINS = frozenset(_NAMES.split())


def is_free_mail(address: str) -> bool:
    domain = address.rpartition("@")[2].strip().lower()
    name, *ending = domain.split(".")
    is_of_country = len(ending) == 1 or (len(ending) == 2 and ending[0] in {"co", "com"})
    return domain in _DOMAINS or (name in _EVERYWHERE and is_of_country)


def validate_own_domain(address: str) -> None:
    """RFC 7489 §3.1: such a domain says that only its own servers may send in its name."""
    if is_free_mail(address):
        raise ValidationError(
            _(
                "Letters cannot come from an address at %(domain)s. That service tells all "
                "mailboxes to refuse mail in its name that it did not send itself (DMARC), so your "
                "letters would be refused or land in spam. Use an address of your own domain, such "
                "as hello@your-practice.com. Replies may still go to this one: enter it under "
                "“Replies go to”."
            ),
            params={"domain": address.rpartition("@")[2].strip().lower()},
        )
