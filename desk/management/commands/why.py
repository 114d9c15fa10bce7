"""Says for one person why the next lesson has gone or not: every gate, yes or no."""

from typing import Any

from contacts.models import Contact
from courses import actions
from desk.management.person import PersonCommand
from health.clock import now, real_now


class Command(PersonCommand):
    help = "Print every gate between a person and their next lesson, yes or no."

    def about(self, contact: Contact, **options: Any) -> None:
        places = contact.enrollments.select_related("course", "contact", "next_lesson__published")
        if not places:
            self.stdout.write("This person is in no course.")
        for place in places:
            self.stdout.write(f"{place.course}")
            for line in actions.why(place, now=now(), real_now=real_now()).lines():
                self.stdout.write(f"  {line}")
