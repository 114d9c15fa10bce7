"""The desk is closed: under /admin/ no view is called before somebody is logged in who has the
permissions it declares, and one that declares none is refused, however it came into the addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from practice.admin_base import DeskAdmin
from practice.permissions import declared

DESK = "admin/"
SPACES = ("admin", "desk")
OPEN = {"login", "logout", "jsi18n"}
"""The admin's own pages before a login."""
CLOSED = {"view_on_site"}
"""One that tells which rows there are, and that nothing here uses."""
OF_SITE = {"index", "app_list", "password_change", "password_change_done", "autocomplete", "search"}
"""Its pages for everybody with a login; they show what the permissions of each model allow."""
OF_MODEL = {
    "changelist_view": "has_view_or_change_permission",
    "add_view": "has_add_permission",
    "change_view": "has_view_or_change_permission",
    "delete_view": "has_view_or_change_permission",
    "history_view": "has_view_or_change_permission",
    "user_change_password": "has_change_permission",
    "view": "has_view_or_change_permission",  # an older address, which leads to the page of a row
}
"""The admin's pages of a model; each looks closer at its row by itself."""


class PermissionMiddleware:
    """Modeled on Django's LoginRequiredMiddleware: a view is looked at before it is called."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: object, where: dict[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        # By path, not by namespace: a view added under the desk's address without one is closed,
        # too.
        if not request.path_info.startswith(f"/{DESK}") or match is None:
            return None
        if match.namespace in SPACES and match.url_name in OPEN:
            return None
        if not (request.user.is_active and request.user.is_staff):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not allowed(request, view, match.url_name or "", where):
            raise PermissionDenied
        return None


def allowed(request: HttpRequest, view: Any, name: str, where: dict[str, Any]) -> bool:
    """Whether this login may call a view. One of a model's admin class never needs less than a
    look at its model; the class's own buttons declare their permissions as actions.
    """
    needs, owner = declared(view), owner_of(view)
    # A view that declares nothing falls through to the noes below: forgetting closes, never opens.
    if needs:
        return request.user.has_perms(list(needs.of(request, where)))
    if isinstance(owner, AdminSite):
        return of_site(view, name)
    if not isinstance(owner, ModelAdmin):
        return False
    if view.__name__ in OF_MODEL:
        return bool(getattr(owner, OF_MODEL[view.__name__])(request))
    wanted = getattr(view, "allowed_permissions", ())
    return bool(wanted) and all(may(request, owner, permission, where) for permission in wanted)


def owner_of(view: Any) -> object:
    """The admin site or the model's admin class a view is a method of, found through what wraps it;
    None for a view of its own.
    """
    if model_admin := getattr(view, "model_admin", None):
        return model_admin
    while view is not None:
        if owner := getattr(view, "__self__", None):
            return owner
        view = getattr(view, "__wrapped__", None)
    return None


def may(request: HttpRequest, model_admin: Any, permission: str, where: dict[str, Any]) -> bool:
    """One permission of an action, by its name or by the admin class's own method."""
    if "." in permission:
        return request.user.has_perm(permission)
    return bool(getattr(model_admin, f"has_{permission}_permission")(request, *where.values()))


def of_site(view: Any, name: str) -> bool:
    """The admin's own pages for everybody; the last catches addresses that lead nowhere."""
    return name in OF_SITE or view.__name__ == "catch_all_view"


def views(
    resolver: URLResolver | None = None, before: str = "", names: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """(address, name, view) of everything that has an address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from views(pattern, address, space)
        elif isinstance(pattern, URLPattern):
            yield address, f"{names}{pattern.name or ''}", pattern.callback


def undeclared() -> Iterator[str]:
    """Views under /admin/ and buttons of its lists and pages that declare no permission."""
    seen = set()
    for address, name, view in views():
        if not address.startswith(DESK):
            continue
        space, _colon, short = name.partition(":")
        if not (declares(view, short) or (space in SPACES and short in OPEN | CLOSED)):
            yield address
        owner = owner_of(view)
        if isinstance(owner, ModelAdmin) and owner not in seen:
            seen.add(owner)
            yield from _silent_actions(owner)


def open_lists() -> Iterator[str]:
    """Lists whose rows could be chosen by any column, also by what nobody may read; those of the
    machine's own health, which knows no person, may.
    """
    for model, shown in admin.site._registry.items():
        if not isinstance(shown, DeskAdmin) and model._meta.app_label != "health":
            yield str(shown)


def declares(view: Any, name: str) -> bool:
    owner = owner_of(view)
    if declared(view) or (isinstance(owner, AdminSite) and of_site(view, name)):
        return True
    return isinstance(owner, ModelAdmin) and (view.__name__ in OF_MODEL or _asks(view))


def _asks(action: Any) -> bool:
    return bool(getattr(action, "allowed_permissions", None))


def _silent_actions(model_admin: Any) -> Iterator[str]:
    for action in model_admin._get_base_actions():
        if not _asks(action.func):
            yield f"{model_admin}: {action.name}"
    for name in model_admin.actions_submit_line:
        if not _asks(getattr(model_admin, name)):
            yield f"{model_admin}: {name}"


@register()
def every_view_is_closed(**_kwargs: Any) -> list[CheckMessage]:
    """Said when the product is checked, long before somebody meets the refusal."""
    hint = "Put practice.permissions.needs on the view, or permissions=[…] on the action."
    silent = [
        Error(f"{view} declares no permission.", hint=hint, id="desk.E001") for view in undeclared()
    ]
    hint = "Inherit practice.admin_base.DeskAdmin."
    unchecked = [
        Error(f"{view} can be asked about any column.", hint=hint, id="desk.E002")
        for view in open_lists()
    ]
    return [*silent, *unchecked]
