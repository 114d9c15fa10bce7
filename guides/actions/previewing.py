"""The draft as a sample person would read it: for previews."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from assessments import answers, result, scoring
from assessments.samples import Sample, sample_people
from guides import content, readers
from guides.actions.publishing import drafted
from guides.actions.reading import addresses
from guides.content import Document
from guides.models import Guide
from guides.typography import written


def sample_readers() -> list[Sample]:
    return sample_people(settings.CONTENT_DIR / "samples")


def previewed(guide: Guide, key: str, *, paper: str, now: datetime) -> Document:
    """The guide's draft for one sample person; LookupError names an unknown one."""
    person = next((one for one in sample_readers() if one.key == key), None)
    if person is None or guide.assessment.edition is None:
        raise LookupError(key)
    definition = guide.assessment.edition.definition
    given = answers.clean(definition, person.answers)
    found = scoring.score(definition, given)
    facts = result.facts(found, given)
    reader = readers.reader(
        definition,
        found,
        facts=facts,
        names=result.names(definition, facts),
        first_name=person.first_name,
        date=written(now.date(), paper=paper),
        urls=addresses(definition.slug),
    )
    return content.document(drafted(guide), reader, "paper")
