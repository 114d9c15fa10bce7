"""The way back for somebody whose phone and spare codes are gone; run on the server."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from desk.actions import security_letters, sessions
from health.clock import now, real_now


class Command(BaseCommand):
    help = "Switch two-step login off for one login; the password stays."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name to log in with")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError("Nobody logs in by this name.")
        for model in (TOTPDevice, StaticDevice):
            model.objects.filter(user=user).delete()
        sessions.end_others(user, keep=None, now=real_now())
        security_letters.tell_user(
            user, _("Two-step login was switched off on the server."), now=now()
        )
        self.stdout.write("Two-step login is off. Ask for a new phone to be set up at once.")
