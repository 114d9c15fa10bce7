"""Two-step login: a code from an authenticator app (TOTP, RFC 6238) after the password.

Whoever switched it on is asked once a session, before any page of the admin opens.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable
from typing import Any

import segno
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission, User
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from django_otp import login, match_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from desk.actions import security_letters, sessions
from desk.views import devices
from desk.views.password_tries import refuse_a_guesser
from health.clock import now, real_now
from practice.models import Practice
from practice.permissions import needs

SPARE_CODES = 8


class SecondStepMiddleware:
    """No page of the admin before the second step, for those who have one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/") and waits(request):
            open_pages = (reverse("desk:second_step"), reverse("admin:logout"))
            if request.path_info not in (*open_pages, reverse("admin:jsi18n")):
                return redirect(f"{open_pages[0]}?next={request.path_info}")
        return self.get_response(request)


class PasswordBackend(ModelBackend):
    """Whoever is logged in, read in one query with whether they have a second step and the zone of
    the desk's clock; what they may do, in another.
    """

    def get_user(self, user_id: int) -> User | None:
        devices = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        zone = Practice.objects.values("zone")[:1]
        rows = User.objects.annotate(has_second_step=Exists(devices), desk_zone=Subquery(zone))
        user = rows.filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        # As ModelBackend: permissions for single objects are nobody's here.
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            theirs = Q(user=user_obj) | Q(group__user=user_obj)
            rows = Permission.objects.filter(theirs).order_by().distinct()
            pairs = rows.values_list("content_type__app_label", "codename")
            user_obj._perm_cache = {f"{app}.{name}" for app, name in pairs}
        permissions: set[str] = user_obj._perm_cache
        return permissions


def waits(request: HttpRequest) -> bool:
    """Whether this session still owes its second step."""
    user = request.user
    if not user.is_authenticated or getattr(user, "otp_device", None):
        return False
    is_set = getattr(user, "has_second_step", None)
    return has_second_step(user) if is_set is None else bool(is_set)


def has_second_step(user: Any) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=16,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


class OffForm(CodeForm):
    """What proves that the one who is logged in switches the second step off."""

    field_order = ("password", "code")
    password = forms.CharField(
        label=_("Your password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@needs()
class Ask(View):
    """The code, after the password."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if form.is_valid():
            code = form.cleaned_data["code"].replace(" ", "")
            device = match_token(request.user, code)
            if device:
                login(request, device)
                user = owner(request)
                if isinstance(device, StaticDevice):
                    say_spare_used(user)
                response = redirect(safe_next(request))
                devices.arrived(request, response, user)
                return response
            form.add_error("code", _("This code is not right, or was used. Try the next one."))
        return self.page(request, form)

    def page(self, request: HttpRequest, form: CodeForm) -> HttpResponse:
        return shown(request, "desk/second_step.html", _("One more step"), form=form)


def safe_next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    # “//elsewhere.example” and “https:” do not begin so: nobody is led off the site by a link to
    # the login.
    return wanted if wanted.startswith("/admin/") else reverse("admin:index")


@needs()
class Settings(View):
    """Switch the second step on, with the code as proof, or off. The secret is made on request."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        user = owner(request)
        if request.POST.get("off"):
            return self.switch_off(request, user)
        device = waiting_device(user)
        if "code" not in request.POST or device is None:
            if device is None and not has_second_step(user):
                TOTPDevice.objects.create(user=user, confirmed=False, name="app")
            return redirect("desk:second_step_settings")
        form = CodeForm(request.POST)
        if form.is_valid() and device.verify_token(form.cleaned_data["code"].replace(" ", "")):
            TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
            login(request, device)
            changed(request, user, str(_("Two-step login was switched on.")))
            messages.success(request, _("Two-step login is on."))
            return self.page(request, CodeForm(), spare=spare_codes(user))
        if form.is_valid():
            form.add_error("code", _("This code is not right. Check the clock of your phone."))
        return self.page(request, form)

    def switch_off(self, request: HttpRequest, user: User) -> HttpResponse:
        """With the password and a code as proof: an open desk is not enough (ASVS 5, 7.5.1)."""
        if refusal := refuse_a_guesser(request, user, field="password"):
            return refusal
        form = OffForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            if not user.check_password(given["password"]):
                form.add_error("password", _("This is not your password."))
            elif match_token(user, given["code"].replace(" ", "")) is None:
                form.add_error("code", _("This code is not right, or was used. Try the next one."))
            else:
                TOTPDevice.objects.filter(user=user).delete()
                StaticDevice.objects.filter(user=user).delete()
                changed(request, user, str(_("Two-step login was switched off.")))
                messages.success(request, _("Two-step login is off."))
                return redirect("desk:second_step_settings")
        return self.page(request, form)

    def page(
        self, request: HttpRequest, form: CodeForm, spare: list[str] | None = None
    ) -> HttpResponse:
        user = owner(request)
        context: dict[str, Any] = {"form": form, "spare": spare}
        if has_second_step(user):
            context["on"] = True
            context["form"] = form if isinstance(form, OffForm) else OffForm()
        elif device := waiting_device(user):
            code = segno.make(device.config_url, error="m", micro=False)
            picture = code.svg_inline(scale=5, border=3, light="#ffffff", svgclass="desk-qr")
            context["picture"] = mark_safe(picture)
            context["secret"] = b32encode(device.bin_key).decode()
        return shown(request, "desk/second_step_settings.html", _("Two-step login"), **context)


def owner(request: HttpRequest) -> User:
    """The one who is logged in; the admin lets nobody else come here."""
    return User.objects.get(pk=request.user.pk or 0)


def waiting_device(user: User) -> TOTPDevice | None:
    """The secret shown until its first right code."""
    device: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=False).first()
    return device


def changed(request: HttpRequest, user: User, news: str) -> None:
    """What proves a login is another: its other sessions end, and a letter says so."""
    sessions.end_others(user, keep=request.session.session_key, now=real_now())
    security_letters.tell_user(user, news, now=now())


def say_spare_used(user: User) -> None:
    count = StaticToken.objects.filter(device__user=user).count()
    words = ngettext(
        "A spare code was used to log in; %d is left.",
        "A spare code was used to log in; %d are left.",
        count,
    )
    security_letters.tell_user(user, words % count, now=now())


def spare_codes(user: User) -> list[str]:
    """Fresh codes for the day the phone is gone; each works once. Earlier ones are void."""
    StaticDevice.objects.filter(user=user).delete()
    device = StaticDevice.objects.create(user=user, name="spare", confirmed=True)
    codes = [StaticToken.random_token() for _number in range(SPARE_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def shown(request: HttpRequest, template: str, title: object, **context: Any) -> HttpResponse:
    """A page of the desk in the admin's frame."""
    return render(
        request, template, {**admin.site.each_context(request), "title": title, **context}
    )
