"""Says for one person why the next lesson has gone or not: every gate, yes or no."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contacts.models import Contact
from courses import actions
from health.clock import now, real_now


class Command(BaseCommand):
    help = "Print every gate between a person and their next lesson, yes or no."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        contact = Contact.objects.by_email(options["email"])
        if contact is None:
            raise CommandError("Nobody with this address is known here.")
        places = contact.enrollments.select_related("course", "contact", "next_lesson__published")
        if not places:
            self.stdout.write("This person is in no course.")
        for place in places:
            self.stdout.write(f"{place.course}")
            for line in actions.why(place, now=now(), real_now=real_now()).lines():
                self.stdout.write(f"  {line}")
