"""What is asked: one line a question, answered on one scale. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from math import ceil

from assessments.outline.answer_scales import ANSWER_SCALES, AnswerScale, open_words_in, words_of
from assessments.outline.keys import made_key, rule_names
from assessments.question_types import KINDS
from assessments.question_types.base import Rated
from assessments.schema import AssessmentBody
from assessments.schema.questions import Page, Question
from practice.languages import LANGUAGES

PER_PAGE = 8
ALIKE = 0.6
"""From so much in common on, a changed line is the same question in other words."""
RATED = frozenset(key for key, kind in KINDS.items() if isinstance(kind, Rated))


def rated_questions(body: AssessmentBody) -> list[Question]:
    """The questions that are answered on a scale, in their order."""
    return [question for question in body.questions if question.kind in RATED]


def lines(body: AssessmentBody) -> list[str]:
    return [" ".join(question.text.split()) for question in rated_questions(body)]


def with_questions(body: AssessmentBody, texts: Sequence[str]) -> AssessmentBody:
    """The same with these questions on a scale. One that is there already keeps what it counts for
    and its answers; other kinds of question stay where they are.
    """
    wanted = [line for text in texts if (line := " ".join(text.split()))]
    taken, rated = rule_names(body), list[Question]()
    first = rated_questions(body)[:1]
    kind = first[0].kind if first else ANSWER_SCALES[0].kind
    for text, question in zip(wanted, _matched(rated_questions(body), wanted), strict=True):
        if question is None:
            question = Question(kind=kind, key=made_key(text, taken, otherwise="question"))
            question.page = rated[-1].page if rated else _first_page(body)
            taken.add(question.key)
        rated.append(question.model_copy(update={"text": text}))
    changed = body.model_copy(update={"questions": list(_in_place(body, rated))})
    return _paged(changed)


def _matched(questions: Sequence[Question], wanted: Sequence[str]) -> list[Question | None]:
    """For each line the question it was: the same words first, then in order what is alike."""
    left = list(questions)
    matched: list[Question | None] = []
    for line in wanted:
        same = next(
            (question for question in left if " ".join(question.text.split()) == line), None
        )
        if same is not None:
            left.remove(same)
        matched.append(same)
    for at, line in enumerate(wanted):
        if matched[at] is None and left:
            likeness = [SequenceMatcher(None, question.text, line).ratio() for question in left]
            best = max(range(len(left)), key=likeness.__getitem__)
            if likeness[best] >= ALIKE:
                matched[at] = left.pop(best)
    return matched


def _in_place(body: AssessmentBody, rated: Sequence[Question]) -> Iterator[Question]:
    """The questions on a scale in the places of those before, new ones behind the last."""
    waiting = list(rated)
    places = [at for at, question in enumerate(body.questions) if question.kind in RATED]
    last = places[-1] if places else len(body.questions) - 1
    for at, question in enumerate(body.questions):
        if question.kind not in RATED:
            yield question
        elif waiting:
            yield waiting.pop(0)
        if at == last:
            yield from waiting
            waiting = []
    yield from waiting


def _first_page(body: AssessmentBody) -> str:
    return body.pages[0].key if body.pages else ""


def _paged(body: AssessmentBody) -> AssessmentBody:
    """A few questions a page, where the author has not arranged pages herself."""
    arranged = any(page.title or page.lead or page.when for page in body.pages)
    only_rated = all(question.kind in RATED and not question.when for question in body.questions)
    if arranged or not only_rated or not body.questions:
        return body if body.pages or not body.questions else _on_one_page(body)
    count = ceil(len(body.questions) / PER_PAGE)
    each = ceil(len(body.questions) / count)
    pages = [*body.pages[:count]]
    for number in range(len(pages), count):
        pages.append(Page(key=f"page_{number + 1}"))
    questions = [
        question.model_copy(update={"page": pages[at // each].key})
        for at, question in enumerate(body.questions)
    ]
    return body.model_copy(update={"pages": pages, "questions": questions})


def _on_one_page(body: AssessmentBody) -> AssessmentBody:
    page = Page(key="page_1")
    questions = [question.model_copy(update={"page": page.key}) for question in body.questions]
    return body.model_copy(update={"pages": [page], "questions": questions})


def answer_scale(body: AssessmentBody) -> AnswerScale | None:
    """The scale its questions are answered on; None where the author wrote words of her own."""
    kinds = {question.kind for question in rated_questions(body)}
    for scale in ANSWER_SCALES:
        if kinds == {scale.kind}:
            words = words_of(body, scale.kind)
            if any(scale.says(words, language) for language, _name in LANGUAGES):
                return scale
    return None


def with_answer_scale(body: AssessmentBody, scale: AnswerScale, *, language: str) -> AssessmentBody:
    """The same, all its questions on a scale answered on this one, in words of a language."""
    before = answer_scale(body)
    if before is scale:
        return body
    answers = body.answers.model_copy(update={scale.kind: scale.answers_in(language)})
    if not before and not any(words_of(body, kind) for kind in RATED):
        answers = answers.model_copy(update={"not_applicable": open_words_in(language)})
    questions = [
        question.model_copy(update={"kind": scale.kind}) if question.kind in RATED else question
        for question in body.questions
    ]
    low, middle, high = scale.bar_in(language)
    old = [before.bar_in(spoken) for spoken, _name in LANGUAGES] if before else [("", "", "")]
    scales = [
        scale.model_copy(update={"low": low, "middle": middle, "high": high})
        if (scale.low, scale.middle, scale.high) in old
        else scale
        for scale in body.scales
    ]
    changed = {"answers": answers, "questions": questions, "scales": scales}
    return body.model_copy(update=changed)
