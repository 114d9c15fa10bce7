"""Whether the receiving server vouched for the sender of a mail (SPF, DKIM, DMARC). Pure.

Only failures are believed, and only from the nearest hop: whoever writes a mail can put a header
into it that claims a pass, but none above those of the server that received it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

METHODS = ("spf", "dkim", "dmarc")
FAILED = frozenset({"fail", "softfail", "hardfail", "permerror"})
# RFC 8601 §2.2: "method=result", perhaps with the method's version
_RESULT = re.compile(r"(?:^|;|\s)(spf|dkim|dmarc)(?:/\d+)?\s*=\s*([a-z]+)", re.I)
_COMMENT = re.compile(r"\([^()]*\)")
# Mailgun's own names: https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store
_NAMED = {
    "x-mailgun-spf": "spf",
    "x-mailgun-dkim-check-result": "dkim",
    "received-spf": "spf",  # RFC 7208 §9.1, Postmark's way
}


def verdicts(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What the nearest hop found, by method; headers in their order, the nearest hop's first."""
    found: dict[str, str] = {}
    results: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        if key in _NAMED:
            found.setdefault(_NAMED[key], value.strip().partition(" ")[0].rstrip(";").lower())
        if key == "authentication-results" and not results:
            for method, result in _RESULT.findall(_COMMENT.sub("", value)):
                _add(results, method.lower(), result.lower())
    return results | found


def receipt_verdicts(receipt: Mapping[str, object]) -> dict[str, str]:
    """The same of Amazon's receipt: {"spfVerdict": {"status": "FAIL"}, …}
    (https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html).
    """
    given = {method: receipt.get(f"{method}Verdict") for method in METHODS}
    return {
        method: str(verdict.get("status", "")).lower()
        for method, verdict in given.items()
        if isinstance(verdict, Mapping)
    }


def is_doubtful(found: Mapping[str, str]) -> bool:
    """Whether somebody else may have written: DMARC failed, or, where it says nothing, SPF failed
    and no signature held.
    """
    dmarc = found.get("dmarc", "")
    if dmarc in FAILED or dmarc == "pass":
        return dmarc != "pass"
    return found.get("spf", "") in FAILED and found.get("dkim", "") != "pass"


def _add(results: dict[str, str], method: str, result: str) -> None:
    """Of several signatures one that holds is enough."""
    if results.get(method) != "pass":
        results[method] = result
