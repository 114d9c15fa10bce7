"""Whether the receiving server vouched for the sender of a mail (SPF, DKIM, DMARC). Pure.

Only failures are believed, and only from the nearest hop: whoever writes a mail can put a header
into it that claims a pass, but none above those of the server that received it. A pass for another
domain than the sender's vouches for nobody: anybody has a domain of their own that passes (RFC 7489
§3.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

METHODS = ("spf", "dkim", "dmarc")
FAILED = frozenset({"fail", "softfail", "hardfail", "permerror"})
# RFC 8601 §2.2: "method=result", perhaps with the method's version
_RESULT = re.compile(r"(?:^|;|\s)(spf|dkim|dmarc)(?:/\d+)?\s*=\s*([a-z]+)", re.I)
# RFC 8601 §2.7: whom SPF looked at, and whose signature held
_WHOSE = {
    "spf": re.compile(r"\bsmtp\.mailfrom\s*=\s*\"?([^\s;\"]+)", re.I),
    "dkim": re.compile(r"\bheader\.[di]\s*=\s*\"?([^\s;\"]+)", re.I),
}
_ENVELOPE = re.compile(r"\benvelope-from\s*=\s*\"?<?([^\s;\">]+)", re.I)
UNALIGNED = "unaligned"
_COMMENT = re.compile(r"\([^()]*\)")
# Mailgun's own names: https://documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store
_NAMED = {
    "x-mailgun-spf": "spf",
    "x-mailgun-dkim-check-result": "dkim",
    "received-spf": "spf",  # RFC 7208 §9.1, Postmark's way
}


def verdicts(headers: Iterable[tuple[str, str]], *, sender: str = "") -> dict[str, str]:
    """What the nearest hop found, by method; headers in their order, the nearest hop's first.

    `sender`: the address in From; a pass for another domain is `UNALIGNED`.
    """
    by_method: dict[str, str] = {}
    results: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        if key in _NAMED:
            result = value.strip().partition(" ")[0].rstrip(";").lower()
            by_method.setdefault(_NAMED[key], _of(result, _ENVELOPE.search(value), sender))
        if key == "authentication-results" and not results:
            for part in _COMMENT.sub("", value).split(";"):
                for method, result in _RESULT.findall(part):
                    whose = _WHOSE.get(method.lower())
                    said = _of(result.lower(), whose.search(part) if whose else None, sender)
                    _add(results, method.lower(), said)
    return results | by_method


def _of(result: str, whose: re.Match[str] | None, sender: str) -> str:
    """A result, where a pass is known to be somebody else's as `UNALIGNED`."""
    if result != "pass" or whose is None or "@" not in sender:
        return result
    return "pass" if is_aligned(_domain(whose[1]), _domain(sender)) else UNALIGNED


def _domain(text: str) -> str:
    return text.rpartition("@")[2].strip(".<>").casefold()


def is_aligned(domain: str, other: str) -> bool:
    """Whether two domains are one, or one lies beneath the other. That is a little stricter than
    RFC 7489 §3.1.1, which takes siblings too, and needs no list of public suffixes.
    """
    return domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}")


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


def is_doubtful(verdicts: Mapping[str, str]) -> bool:
    """Whether somebody else may have written: DMARC failed, or, where it says nothing, neither SPF
    nor a signature vouches for the sender's domain, and one of them failed or vouches for another.
    """
    dmarc, spf, dkim = (verdicts.get(method, "") for method in ("dmarc", "spf", "dkim"))
    if dmarc in FAILED or dmarc == "pass":
        return dmarc != "pass"
    return "pass" not in (spf, dkim) and (spf in FAILED or UNALIGNED in (spf, dkim))


def merged(headers: Mapping[str, str], receipt: Mapping[str, str]) -> dict[str, str]:
    """A mail's headers and its provider's receipt; the receipt names no domains."""
    verdict_of = dict(receipt)
    for method, result in headers.items():
        if verdict_of.get(method, "pass") == "pass":
            verdict_of[method] = result
    return verdict_of


def _add(results: dict[str, str], method: str, result: str) -> None:
    """Of several signatures one that holds is enough."""
    if results.get(method) != "pass" and (result == "pass" or results.get(method) != UNALIGNED):
        results[method] = result
