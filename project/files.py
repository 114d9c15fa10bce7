"""STORAGE_URL to Django's storage for guides and images: a folder, or a bucket behind S3. Pure."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote

from project.env import Env, WrongSetting, need_extra, split

# What may stand behind the question mark of an s3:// URL -> the setting of django-storages.
OPTIONS = {"endpoint": "endpoint_url", "region": "region_name", "style": "addressing_style"}
STYLES = {"path", "virtual", "auto"}


def storage(url: str, env: Env) -> dict[str, Any]:
    """Django's entry for STORAGES; with a bare file://, files lie in MEDIA_ROOT."""
    parts = split("STORAGE_URL", url)
    if parts.scheme == "s3":
        need_extra("s3", "storages", "STORAGE_URL")
        backend = "storages.backends.s3.S3Storage"
        return {"BACKEND": backend, "OPTIONS": _bucket(url) | _keys(env)}
    if parts.netloc:
        raise WrongSetting("STORAGE_URL must name a whole path, as in file:///srv/media.")
    place = {"location": unquote(parts.path)} if parts.path else {}
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place}


def _bucket(url: str) -> dict[str, Any]:
    """Nothing in the bucket is public: files go to readers through our own pages only."""
    parts = split("STORAGE_URL", url)
    if not parts.hostname or parts.username or parts.password:
        raise WrongSetting(
            "STORAGE_URL must name a bucket and no key, as in s3://bucket?region=eu-west-1."
        )
    options: dict[str, Any] = {
        "bucket_name": parts.netloc,
        "location": unquote(parts.path.strip("/")),
        "default_acl": None,
        "file_overwrite": False,
        "signature_version": "s3v4",
    }
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name not in OPTIONS or not value:
            allowed = ", ".join(OPTIONS)
            raise WrongSetting(f"STORAGE_URL: “{name}” is not known or empty; there is {allowed}.")
        options[OPTIONS[name]] = value
    if not options.get("endpoint_url", "https://").startswith(("https://", "http://")):
        raise WrongSetting("STORAGE_URL: endpoint must start with https://.")
    if options.get("addressing_style", "auto") not in STYLES:
        raise WrongSetting("STORAGE_URL: style must be path, virtual or auto.")
    return options


def _keys(env: Env) -> dict[str, str]:
    """The bucket's keys; without them, boto3 finds its own (a role of the machine)."""
    key, secret = env.text("STORAGE_KEY", ""), env.text("STORAGE_SECRET", "")
    if bool(key) != bool(secret):
        raise WrongSetting("STORAGE_KEY and STORAGE_SECRET go together.")
    return {"access_key": key, "secret_key": secret} if key else {}
