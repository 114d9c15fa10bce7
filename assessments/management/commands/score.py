"""Answer sheets as JSON lines on standard input, one JSON line of scores for each."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from assessments import files, jsonl
from assessments.answers import InvalidAnswers
from assessments.definition import Definition
from assessments.models import Assessment
from offers import files as offers
from writing.errors import Refused


class Command(BaseCommand):
    help = "Score answer sheets: JSON lines in, JSON lines out. Touches no rows of people."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--assessment", metavar="SLUG", default="", help="the address of another assessment"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for line in jsonl.scored(definition(options["assessment"]), sys.stdin):
                sys.stdout.write(f"{line}\n")
        except BrokenPipeError:
            sys.stdout = None  # whoever reads has had enough; nothing is left to flush
        except (InvalidAnswers, Refused, UnicodeDecodeError) as wrong:
            sys.stdout.flush()
            raise CommandError(str(wrong)) from None


def definition(slug: str) -> Definition:
    """The published version of this address, or of home; where it is not published (or there is no
    database), the one of the content files.
    """
    try:
        taken = Assessment.objects.taken()
        assessment = taken.filter(slug=slug).first() if slug else taken.first()
    except DatabaseError:
        assessment = None
    if assessment is not None:
        return assessment.definition
    if not slug:
        return Definition.from_body(files.read_body(offers.home(settings.CONTENT_DIR)))
    folders = offers.folders(settings.CONTENT_DIR)
    bodies = (files.read_body(at) for at in folders if (at / files.ASSESSMENT).is_file())
    body = next((body for body in bodies if body.get("slug") == slug), None)
    if body is None:
        raise CommandError(f"There is no assessment “{slug}”.")
    return Definition.from_body(body)
