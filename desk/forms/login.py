"""The login, in plain words; the same for a wrong name and a wrong password."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from unfold.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": _(
            "This name and this password do not fit together. "
            "Small and capital letters count in both."
        )
    }
