"""The lines above the parts of a result are the author's; without hers none stands there."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from assessments import actions, files
from tests.assessments.rewriting import published_as
from tests.assessments.test_languages import LAST
from tests.offers import HOME


@pytest.mark.parametrize("line", ["These weigh most.", ""])
def test_only_the_authors_line_stands_above_the_other_reasons(
    db: None, client: Client, moment: datetime, line: str
) -> None:
    body = files.read_body(HOME)
    body |= {"headings": {**body["headings"], "conditions": line}}
    attempt = actions.start(assessment=published_as(body, now=moment), now=moment)
    answers = {
        key: question.options[0].value
        for key, question in attempt.definition.questions.items()
        if question.options and not question.kind.many
    }
    actions.answer(attempt=attempt, answers=answers, page=LAST, now=moment)
    actions.finish(attempt=attempt, now=moment)

    page = client.get(f"/assessment/{attempt.definition.slug}/{attempt.key}/").content.decode()

    above = page.partition('<h2 id="conditions">')[2].partition("<details")[0]
    assert "</h2>" in above
    assert ("<p>" in above) is bool(line)
    assert line in above
