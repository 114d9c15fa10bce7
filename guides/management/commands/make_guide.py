"""An answer sheet to a PDF: the published guide, or the content files where none is published."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from assessments import answers, result, scoring
from assessments import files as assessment_files
from assessments.definition import Definition
from guides import actions, content, files, pdf, recipient, weasy
from guides.editions import Frozen
from guides.models import Guide, frozen_guide
from guides.typography import written
from health.clock import now
from offers import files as offers
from practice.models import Practice
from writing.errors import Refused


class Command(BaseCommand):
    help = "Make the guide for one answer sheet. Touches no rows of people."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--answers", required=True, type=Path, help="an answer sheet (JSON)")
        parser.add_argument("--out", required=True, type=Path, help="where the PDF goes")
        parser.add_argument("--paper", choices=sorted(weasy.PAPERS), default="a4")
        parser.add_argument("--offer", metavar="SLUG", default="", help="another offer than home")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = guide(options["answers"], paper=options["paper"], offer=options["offer"])
        except (answers.InvalidAnswers, Refused) as wrong:
            raise CommandError(str(wrong)) from None
        try:
            options["out"].write_bytes(made)
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{options['out']} ({len(made) // 1024} kB)")


def guide(sheet_file: Path, *, paper: str, offer: str = "") -> bytes:
    """The PDF for the sheet in a file, by the guide of an offer; "" is that of home."""
    frozen, definition = published(offer) or starting(offer)
    sheet = answers.sheet(definition, _data(sheet_file))
    scored = scoring.score(definition, sheet.answers)
    facts = result.facts(definition, scored, sheet.answers)
    reader = recipient.reader(
        definition,
        scored,
        facts=facts,
        names=result.names(definition, facts),
        first_name=sheet.first_name,
        date=written(now().date(), paper=paper),
        urls=actions.addresses(definition.slug, guide=frozen.slug),
    )
    return pdf.pdf(
        content.document(frozen, reader, "paper", identity=neutral().identity), paper=paper
    )


def published(offer: str = "") -> tuple[Frozen, Definition] | None:
    """What readers get now, if anything is published (or there is a database at all)."""
    rows = Guide.objects.filter(offer__slug=offer) if offer else Guide.objects.all()
    try:
        guides = rows.offered()
    except DatabaseError:
        return None
    if guides is None or guides.published is None or guides.assessment is None:
        return None
    if guides.assessment.published is None:
        return None
    return frozen_guide(guides.published), guides.assessment.definition


def starting(offer: str = "") -> tuple[Frozen, Definition]:
    """What the content files say."""
    folder = offers.home(settings.CONTENT_DIR)
    if offer:
        own = {offers.slug(at): at for at in offers.folders(settings.CONTENT_DIR)}
        if offer not in own:
            raise CommandError(f"There is no offer “{offer}”.")
        folder = own[offer]
    passages = assessment_files.read_passages(folder)
    definition = Definition.from_body(assessment_files.read_body(folder))
    frozen = files.frozen(files.read(folder), passages=passages, axes=definition.axes)
    return frozen, definition


def neutral() -> Practice:
    """The author's practice, or one nobody has described yet."""
    try:
        return Practice.objects.first() or Practice()
    except DatabaseError:
        return Practice()


def _data(file: Path) -> Mapping[str, Any]:
    try:
        data: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read: {error}.") from None
    except (json.JSONDecodeError, RecursionError):
        raise CommandError(f"{file} is no answer sheet: it is not JSON.") from None
    return data
