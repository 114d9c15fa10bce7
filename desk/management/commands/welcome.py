"""Tells where site and mailbox are; in development makes the first login and prints it once."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Print the addresses of the site; in development make the first admin login."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"  site     {settings.SITE_URL}/")
        self.stdout.write(f"  desk     {settings.SITE_URL}/admin/")
        if settings.DEBUG:
            self.stdout.write(f"  mailbox  {settings.SITE_URL}/mailbox/")
        users = get_user_model()._default_manager
        if users.exists():
            return
        if not settings.DEBUG:
            self.stdout.write("  No login yet: run  manage.py createsuperuser")
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser(username="author", email="", password=password)
        self.stdout.write(f"  begin    {settings.SITE_URL}/admin/set-up/")
        self.stdout.write(f"  login    author / {password}   (shown only this once)")
