"""Prints everything held about one person as JSON."""

import json
from typing import Any

from contacts.models import Contact
from courses.actions import own_data
from desk.management.person import PersonCommand


class Command(PersonCommand):
    help = "Print everything held about a person as JSON."

    def about(self, contact: Contact, **options: Any) -> None:
        held = own_data(contact)
        self.stdout.write(json.dumps(held, ensure_ascii=False, indent=2))
