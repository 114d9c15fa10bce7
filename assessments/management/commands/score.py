"""Answer sheets as JSON lines on standard input, one JSON line of scores for each."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from assessments import files, jsonl
from assessments.answers import Wrong
from assessments.definition import Definition
from assessments.models import Assessment
from offers import files as offers
from writing.errors import Refused


class Command(BaseCommand):
    help = "Score answer sheets: JSON lines in, JSON lines out. Touches no rows of people."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for line in jsonl.scored(definition(), sys.stdin):
                sys.stdout.write(f"{line}\n")
        except BrokenPipeError:
            sys.stdout = None  # whoever reads has had enough; nothing is left to flush
        except (Wrong, Refused, UnicodeDecodeError) as wrong:
            sys.stdout.flush()
            raise CommandError(str(wrong)) from None


def definition() -> Definition:
    """The published version; without one (or without a database), the starter content."""
    try:
        assessment = Assessment.objects.taken().first()
    except DatabaseError:
        assessment = None
    if assessment is not None:
        return assessment.definition
    return Definition.from_body(files.read_body(offers.home(settings.CONTENT_DIR)))
