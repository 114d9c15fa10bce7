"""Amazon's notices (SNS) and their signature, which anymail leaves unchecked. Pure.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

try:
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
except ImportError:
    pass  # without the extra `ses` anymail's view is not there, and nobody asks for a signature

SUBSCRIPTION = "SubscriptionConfirmation"
OLDEST = timedelta(days=24)  # Amazon delivers again for up to 23 days
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    SUBSCRIPTION: (
        *("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    ),
}
_HOST = r"https://sns\.[a-z0-9-]{4,30}\.amazonaws\.com(?:\.cn)?"
_CERTIFICATE = re.compile(_HOST + r"/SimpleNotificationService-[0-9a-f]{8,64}\.pem")
_SUBSCRIBE = re.compile(_HOST + r"/\?Action=ConfirmSubscription&[A-Za-z0-9=&:%._~-]{20,1500}")


def read(body: bytes) -> dict[str, str]:
    """A notice's fields; {} when it is none."""
    try:
        fields = json.loads(body)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}


def certificate_address(notice: Mapping[str, str]) -> str | None:
    """Where the signer's certificate lies; None unless that is Amazon itself."""
    match = _CERTIFICATE.fullmatch(str(notice.get("SigningCertURL", "")))
    return match[0] if match else None


def subscribe_address(notice: Mapping[str, str]) -> str | None:
    """The address that confirms a subscription; None unless that is Amazon itself."""
    if notice.get("Type") != SUBSCRIPTION:
        return None
    match = _SUBSCRIBE.fullmatch(str(notice.get("SubscribeURL", "")))
    return match[0] if match else None


def signed_text(notice: Mapping[str, str]) -> bytes | None:
    """What the signature covers: names and values, a line each; None for another kind."""
    names = _SIGNED.get(str(notice.get("Type")))
    if names is None:
        return None
    return "".join(f"{name}\n{notice[name]}\n" for name in names if name in notice).encode()


def is_signed(notice: Mapping[str, str], certificate: bytes, *, now: datetime) -> bool:
    """Whether the holder of this certificate (PEM), valid now, signed the notice, not long ago."""
    methods = {"1": hashes.SHA1(), "2": hashes.SHA256()}  # noqa: S303 (Amazon's first version)
    text, method = signed_text(notice), methods.get(str(notice.get("SignatureVersion")))
    if text is None or method is None or not _is_recent(notice, now):
        return False
    try:
        signer = x509.load_pem_x509_certificate(certificate)
        signature = base64.b64decode(str(notice.get("Signature", "")), validate=True)
    except (ValueError, binascii.Error):
        return False
    key = signer.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    if not signer.not_valid_before_utc <= now <= signer.not_valid_after_utc:
        return False
    try:
        key.verify(signature, text, padding.PKCS1v15(), method)
    except InvalidSignature:
        return False
    return True


def _is_recent(notice: Mapping[str, str], now: datetime) -> bool:
    try:
        said = datetime.fromisoformat(str(notice.get("Timestamp", "")))
    except ValueError:
        return False
    return said.tzinfo is not None and abs(now - said) < OLDEST
