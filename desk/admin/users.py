"""Who may log in, and as what: owner, assistant or editor. Single permissions are not shown."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from desk.actions.security_letters import tell_owner, tell_user
from health.clock import now
from practice.admin_base import DeskAdmin

for model in (User, Group, StaticDevice, TOTPDevice):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


# (label, help) of what Django says for programmers
WORDS = {
    "username": (_("Name to log in with"), _("Letters, digits and @ . + - _, no spaces.")),
    "is_active": (
        _("May log in"),
        _("Take this away instead of deleting a login: the history keeps who did what."),
    ),
    "is_superuser": (_("Owner"), _("May do and see everything.")),
    "groups": (
        _("Role"),
        _("Assistant: people and bookings, not their answers. Editor: every text, no people."),
    ),
}


@admin.register(User)
class UserAdmin(BaseUserAdmin, DeskAdmin):  # type: ignore[type-arg]  # not generic at run time
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "role", "two_steps", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    sortable_by = ()
    fieldsets = (
        (None, {"fields": ("username", "password", "first_name", "last_name", "email")}),
        (_("What they may do"), {"fields": ("is_active", "is_superuser", "groups")}),
    )
    add_fieldsets = (  # type: ignore[assignment]  # Django's ()
        (None, {"fields": ("username", "password1", "password2")}),
        (_("What they may do"), {"fields": ("groups",)}),
    )
    readonly_fields = ("last_login",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows: QuerySet[User] = super().get_queryset(request)
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return rows.prefetch_related("groups").annotate(has_second_step=Exists(devices))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in WORDS:
            field.label, field.help_text = WORDS[db_field.name]
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # Whoever is entered here is meant to log in to the admin.
        obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whose login it is hears of it; of a new login, the address for notices does."""
        super().save_related(request, form, formsets, change)
        user, moment = form.instance, now()
        if not change:
            words = _("It was made just now, by %(by)s. Role: %(role)s.")
            tell_owner(user, words % {"by": request.user, "role": self.role(user)}, now=moment)
            return
        if {"is_active", "is_superuser", "groups"} & set(form.changed_data):
            role = self.role(user) if user.is_active else _("may not log in")
            words = _("What it may do was changed by %(by)s. It is now: %(role)s.")
            tell_user(user, words % {"by": request.user, "role": role}, now=moment)
        if "email" in form.changed_data:
            words = _("News of it goes to another address from now on; %(by)s changed it.")
            for address in {form.initial.get("email", ""), user.email} - {""}:
                tell_user(user, words % {"by": request.user}, to=address, now=moment)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """Django's own page; the login's sessions end by it, and its owner hears of it."""
        user = self.get_object(request, unquote(id))
        before = user.password if user else ""
        response = super().user_change_password(request, id, form_url)
        if user:
            user.refresh_from_db()
            if user.password != before:
                words = _("Its password was changed by %(by)s.") % {"by": request.user}
                tell_user(user, words, now=now())
        return response

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody is deleted, or their history would be; they are made inactive."""
        return False

    @admin.display(description=_("role"))
    def role(self, user: User) -> str:
        if user.is_superuser:
            return str(_("owner"))
        return ", ".join(group.name for group in user.groups.all()) or "–"

    @admin.display(description=_("two-step login"), boolean=True)
    def two_steps(self, user: Any) -> bool:
        return bool(user.has_second_step)
