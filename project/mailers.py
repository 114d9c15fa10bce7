"""EMAIL_URL to Django's MAILERS and anymail's settings. Pure."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

from project.env import Env, WrongSetting, need_extra, split

# Scheme of EMAIL_URL -> (anymail's backend, the setting that holds its key).
PROVIDERS = {
    "postmark": ("postmark", "POSTMARK_SERVER_TOKEN"),
    "mailgun": ("mailgun", "MAILGUN_API_KEY"),
    "brevo": ("brevo", "BREVO_API_KEY"),
    "resend": ("resend", "RESEND_API_KEY"),
    "ses": ("amazon_ses", ""),
}
# Webhook secrets, each optional, also as NAME_FILE.
WEBHOOK_SECRETS = {
    "WEBHOOK_SECRET": "WEBHOOK_SECRET",
    "MAILGUN_WEBHOOK_SIGNING_KEY": "MAILGUN_WEBHOOK_SIGNING_KEY",
}


def smtp_options(url: SplitResult) -> dict[str, Any]:
    """Host, port, login, encryption of an smtp(s):// URL; `?starttls=no` turns the latter off."""
    secure = url.scheme == "smtps"
    loopback = url.hostname in {"127.0.0.1", "localhost", "::1"}
    options = dict(parse_qsl(url.query, keep_blank_values=True))
    if options not in ({}, {"starttls": "no"}):
        raise WrongSetting("EMAIL_URL: only ?starttls=no may stand behind the question mark.")
    starttls = not secure and not loopback and not options
    if not url.hostname:
        raise WrongSetting("EMAIL_URL must name a host, as in smtp://user:password@host:587.")
    return {
        "host": url.hostname,
        "port": url.port or (465 if secure else 587),
        "username": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "use_ssl": secure,
        "use_tls": starttls,
    }


def mailers(url: str, mailbox: Path) -> dict[str, Any]:
    """Django's MAILERS for the same address the post office uses."""
    parts = split("EMAIL_URL", url)
    if parts.scheme == "file":
        return {
            "default": {
                "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "OPTIONS": {"file_path": str(mailbox / "django")},
            }
        }
    if parts.scheme == "ses":
        need_extra("ses", "boto3", "EMAIL_URL")
    if parts.scheme in PROVIDERS:
        backend = PROVIDERS[parts.scheme][0]
        return {"default": {"BACKEND": f"anymail.backends.{backend}.EmailBackend"}}
    return {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": smtp_options(parts) | {"timeout": 30},
        }
    }


def anymail(url: str, env: Env) -> dict[str, Any]:
    """Anymail's settings: the provider's key from EMAIL_URL's user part, its webhook secrets."""
    settings: dict[str, Any] = {}
    parts = split("EMAIL_URL", url)
    if parts.scheme in PROVIDERS:
        setting = PROVIDERS[parts.scheme][1]
        if setting and not parts.username:
            raise WrongSetting(f"EMAIL_URL needs the key, as in {parts.scheme}://KEY@.")
        if setting:
            settings[setting] = unquote(parts.username or "")
        if parts.scheme == "mailgun" and parts.hostname:
            settings["MAILGUN_SENDER_DOMAIN"] = parts.hostname
    for setting, name in WEBHOOK_SECRETS.items():
        value = env.text(name, "")
        if value:
            settings[setting] = value
    return settings
