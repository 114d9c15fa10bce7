"""Questions asked before an hour: an assessment's own, as its draft stands, answers kept in words.

What is kept is the question and the answer as read then: later edits change nothing of it. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assessments.frozen import Answers, Body, FrozenQuestion
from assessments.parser import Parser
from assessments.question_types.base import Answer

OURS = frozenset({"note", "note-help", "before-title", "care", "next", "main"})
"""Names the booking's page has for itself; a question with such a key is left out."""


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


def given(questions: Sequence[FrozenQuestion], kept: Sequence[Mapping[str, str]]) -> Answers:
    """The answers kept in words, for the questions that are still asked so."""
    said = {row["question"]: row["answer"] for row in kept}
    return {q.key: _chosen(q, said[q.text]) for q in questions if q.text in said}


def _chosen(question: FrozenQuestion, words: str) -> Answer:
    if question.kind.longest:
        return words
    chosen: list[Any] = [option.value for option in question.options if option.label == words]
    if chosen or not question.kind.many:  # "Yes" is not "Yes, often"
        return chosen
    for option in question.options:  # `words` names them in this order, with commas between
        if words == option.label or words.startswith(f"{option.label}, "):
            chosen.append(option.value)
            words = words[len(option.label) + 2 :]
    return chosen


def renewed(
    questions: Sequence[FrozenQuestion], answers: Answers, kept: Sequence[Mapping[str, str]]
) -> list[dict[str, str]]:
    """What is kept from now on: the answers given now, and those to questions no longer asked."""
    asked = {question.text for question in questions}
    return answered(questions, answers) + [dict(r) for r in kept if r["question"] not in asked]
