"""Model fields whose validators and defaults are code of ours, which no migration shall import.

In a migration each stands as Django's own field without them: a database knows nothing of either,
and a function may move without breaking an old migration.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from practice.languages import DEFAULT, LANGUAGES


class WithoutCode:
    """Before a field of Django's: leaves what is code out of migrations."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]  # a field's
        kwargs.pop("validators", None)
        for key in ("default", "upload_to"):
            if callable(kwargs.get(key)):
                del kwargs[key]
        return name, f"django.db.models.{type(self).__name__}", args, kwargs


class CharField(WithoutCode, models.CharField):  # type: ignore[type-arg]
    """Text of one line."""


class EmailField(WithoutCode, models.EmailField):  # type: ignore[type-arg]
    """An email address."""


class TextField(WithoutCode, models.TextField):  # type: ignore[type-arg]
    """Text of many lines."""


class TimeField(WithoutCode, models.TimeField):  # type: ignore[type-arg]
    """A time of day."""


class JSONField(WithoutCode, models.JSONField):
    """Plain data."""


class ImageField(WithoutCode, models.ImageField):
    """A picture's file."""


class FileField(WithoutCode, models.FileField):
    """A file."""


class LanguageField(WithoutCode, models.CharField):  # type: ignore[type-arg]
    """One of the languages that readers may be spoken to in; a new one needs no migration."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given: dict[str, Any] = {"max_length": 10, "default": DEFAULT, "choices": LANGUAGES}
        super().__init__(*args, **(given | kwargs))

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        del kwargs["choices"]
        return name, "django.db.models.CharField", args, kwargs
