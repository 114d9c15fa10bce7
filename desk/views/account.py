"""“Your login”: its address for news, password, second step, and where it is logged in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django_otp.plugins.otp_static.models import StaticToken

from desk.actions import security_letters, sessions
from desk.user_agents import browser_name
from desk.views import devices
from desk.views.password_tries import refuse_a_guesser
from desk.views.two_factor import has_second_step, owner, shown
from health.clock import now, real_now
from practice.permissions import needs


class SessionLimitsMiddleware:
    """Ends a session that nobody used for a while; Django's own age of one would begin anew each
    time it is saved.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(devices.PATH) and request.user.is_authenticated:
            browser = browser_name(request.headers.get("User-Agent", ""))
            is_open = sessions.note(
                request.session,
                browser=browser,
                forwarded="X-Forwarded-For" in request.headers,
                now=real_now(),
            )
            if not is_open:
                logout(request)  # what follows keeps a form that was sent, and asks for the login
        return self.get_response(request)


class LoginAddressForm(forms.Form):
    """Where news of this login goes; with the password as proof."""

    email = forms.EmailField(
        label=gettext_lazy("Where news of this login goes"),
        help_text=gettext_lazy(
            "A letter tells you of a new browser, a new password, or a change of what you may do."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, initial={"email": user.email})
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password


@needs()
class Account(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, LoginAddressForm(user=owner(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        user = owner(request)
        if "everywhere" in request.POST:
            key = request.session.session_key
            count = sessions.end_others(user, keep=key, now=real_now())
            words = ngettext(
                "Logged out in %d other browser.", "Logged out in %d other browsers.", count
            )
            messages.success(request, words % count)
            return redirect("desk:account")
        if refusal := refuse_a_guesser(request, user, field="password"):
            return refusal
        form = LoginAddressForm(request.POST, user=user)
        if not form.is_valid():
            return self.page(request, form)
        self.move(user, form.cleaned_data["email"])
        messages.success(request, _("News of this login goes to the new address."))
        return redirect("desk:account")

    def move(self, user: User, email: str) -> None:
        """Both addresses hear of it: whoever took the login over cannot turn its news away."""
        before = user.email
        if email == before:
            return
        User.objects.filter(pk=user.pk).update(email=email)
        words = _("News of it goes to another address from now on.")
        for address in (before, email):
            security_letters.tell_user(user, words, to=address, now=now())

    def page(self, request: HttpRequest, form: LoginAddressForm) -> HttpResponse:
        user = owner(request)
        return shown(
            request,
            "desk/account.html",
            _("Your login"),
            form=form,
            name=user.get_username(),
            has_second_step=has_second_step(user),
            spare=StaticToken.objects.filter(device__user=user).count(),
            sessions=sessions.open_sessions(user, now=real_now()),
            here=request.session.session_key,
        )


@needs()
def password_change(request: HttpRequest) -> HttpResponseBase:
    """Django's own page; then every other session has ended, by Django, and a letter says so."""
    if request.method != "POST":
        return admin.site.password_change(request)
    user = owner(request)
    if refusal := refuse_a_guesser(request, user, field="old_password"):
        return refusal
    response = admin.site.password_change(request)
    if response.status_code == 302:
        devices.remember(request, response, user)
        security_letters.tell_user(user, _("Its password was changed."), now=now())
    return response
