"""Questions asked when booking: an assessment's own, as its draft stands, answers kept in words.

What is kept is the question and the answer as read then: later edits change nothing of it. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence

from assessments.frozen import Answers, Body, FrozenQuestion
from assessments.parser import Parser

OURS = frozenset(
    {"start", "zone", "email", "first_name", "note", "share", "request_key", "text", "note-help"}
)
"""Names the booking form has for itself; a question with such a key is left out."""


def questions(body: Body) -> list[FrozenQuestion]:
    """What a draft asks, in its order. Left out: what cannot be asked yet, and what is scored."""
    parts = Parser(body).parts()
    paged = [question for page in parts.pages for question in page.questions]
    left = [question for question in parts.questions.values() if question not in paged]
    askable = [q for q in (*paged, *left) if (q.options or q.kind.longest) and not q.scale]
    return [question for question in askable if question.key not in OURS]


def answered(questions: Sequence[FrozenQuestion], answers: Answers) -> list[dict[str, str]]:
    """The questions answered, with the words of their answers."""
    pairs = [(question.text, question.words(answers.get(question.key))) for question in questions]
    return [{"question": text, "answer": answer} for text, answer in pairs if answer]
