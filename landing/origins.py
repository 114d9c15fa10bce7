"""The address of a site as a browser compares it: scheme, host and port. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from writing.errors import Fault, Refused

HERE = ("localhost", "127.0.0.1")
HOST = re.compile(r"(?=.{1,190}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9-]{1,63}")
USUAL = {"https": 443, "http": 80}


def origin_of(text: str) -> str:
    """The origin of an address somebody typed, of whichever page of the site; raises Refused."""
    text = text.strip()
    if "*" in text:
        raise _refused(_("Write out each site: an asterisk would let in sites that are not yours."))
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        raise _refused(
            _("This is no address of a site, such as https://www.example.com.")
        ) from None
    is_named = host in HERE or "." in host
    # It goes into a header (frame-ancestors of the CSP): a semicolon would begin another rule.
    if parts.scheme not in USUAL or not is_named or not HOST.fullmatch(host) or "@" in parts.netloc:
        raise _refused(_("This is no address of a site, such as https://www.example.com."))
    if parts.scheme == "http" and host not in HERE:
        raise _refused(_("Begin it with https://: browsers frame no safe page in an unsafe one."))
    ending = f":{port}" if port and port != USUAL[parts.scheme] else ""
    return f"{parts.scheme}://{host}{ending}"


def _refused(words: str) -> Refused:
    return Refused([Fault(1, words)])
