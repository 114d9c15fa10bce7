"""The check of an admin class, from its models alone. Pure.

Unfold asks the database whether a permission that an action names exists. Checks run before
`migrate`, though: on a fresh machine there is no table yet, and in an update not yet the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import Error
from unfold.checks import UnfoldModelAdminChecks


class DeskChecks(UnfoldModelAdminChecks):
    """Django's checks and Unfold's, asking no table."""

    def _check_unfold_action_permission_methods(self, obj: Any) -> list[Error]:
        actions = (
            *(*obj._get_base_actions_list(), *obj._get_base_actions_detail()),
            *(*obj._get_base_actions_row(), *obj._get_base_actions_submit_line()),
        )
        return [
            Error(f"{obj}: {name} is no permission.", obj=type(obj), id="desk.E003")
            for action in actions
            for name in getattr(action.method, "allowed_permissions", ())
            if not _exists(obj, name)
        ]


def _exists(obj: Any, name: str) -> bool:
    app, dot, codename = name.partition(".")
    return codename in set(_codenames(app)) if dot else hasattr(obj, f"has_{name}_permission")


def _codenames(app: str) -> Iterator[str]:
    """What Django makes of the models of an app after `migrate`."""
    for model in apps.get_app_config(app).get_models():
        named = model._meta
        yield from (f"{verb}_{named.model_name}" for verb in named.default_permissions)
        yield from (codename for codename, _words in named.permissions)
