"""The forms of the desk's own pages."""

from desk.forms.login import LoginForm

__all__ = ["LoginForm"]
