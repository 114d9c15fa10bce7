"""System checks: claims on SQLite are only safe in IMMEDIATE transactions."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db import connections


@register()
def sqlite_is_immediate(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse an SQLite database whose transactions take the write lock late."""
    database = connections["default"].settings_dict
    if "sqlite" not in database["ENGINE"]:
        return []
    if database.get("OPTIONS", {}).get("transaction_mode") == "IMMEDIATE":
        return []
    return [
        Error(
            "SQLite needs OPTIONS['transaction_mode'] = 'IMMEDIATE'.",
            hint="Without it two workers could claim the same row.",
            id="health.E001",
        )
    ]
