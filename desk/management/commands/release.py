"""Let mail leave again, after saying what would go and who has left since."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from health import actions as health
from health.clock import now
from mail import actions as mail

MOST = 200


class Command(BaseCommand):
    help = "End the hold. --look only lists what would go; --skip settles it as not sent."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--look", action="store_true", help="list, and leave it held")
        which.add_argument("--skip", action="store_true", help="what is due now is not sent")

    def handle(self, *args: Any, **options: Any) -> None:
        hold = health.standing_hold()
        if hold is None:
            self.stdout.write("Nothing is held.")
            return
        self.tell(hold.since.isoformat(" ", "minutes"), is_blind=hold.is_blind)
        for contact in mail.left_since(hold.since)[:MOST]:
            self.stdout.write(f"left since: {contact.email}")
        if options["look"]:
            return
        count = mail.let_go(now=now(), skip=options["skip"])
        self.stdout.write(f"Released. Settled as not sent: {count}.")

    def tell(self, since: str, *, is_blind: bool) -> None:
        """What would go, by purpose and by person."""
        moment = now()
        counts = mail.waiting_by_purpose(now=moment)
        counted = ", ".join(f"{count} {purpose}" for purpose, count in counts.items()) or "nothing"
        self.stdout.write(f"Known until {since} UTC. Would go now: {counted}.")
        if is_blind:
            self.stdout.write("Not known: what was sent after that, and who has left since.")
        rows = mail.waiting(now=moment).filter(why="").select_related("contact", "letter")
        for message in rows[:MOST]:
            to = message.contact.email if message.contact else "you"
            self.stdout.write(f"would go: {message.letter} to {to}")
