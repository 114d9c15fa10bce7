"""Two people in the path at one text: nobody's words are undone, and a clash is told at its box."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from courses.models import Lesson
from desk.actions.offer_texts import texts_of
from guides.models import Guide
from offers.models import Offer
from tests.desk.test_offer_path import begin, offer, on_page, path, send
from tests.documents import reword

__all__ = ["offer"]  # pytest finds the fixture by it

pytestmark = pytest.mark.slow


def opened(author: Client, offer: Offer, step: str) -> dict[str, Any]:
    return on_page(author.get(path(offer, step)))


def post(author: Client, offer: Offer, step: str, fields: dict[str, Any], **typed: Any) -> Any:
    return author.post(path(offer, step), fields | typed)


def guide_of(offer: Offer) -> Guide:
    guide = texts_of(offer).guide
    assert guide
    return guide


def pages(offer: Offer) -> list[tuple[str, str]]:
    return [(one.title, one.text) for one in guide_of(offer).body.sections[1:]]


def their_page(offer: Offer, number: int, **words: str) -> None:
    """Somebody else writes in a page of the guide."""
    guide = guide_of(offer)
    sections = list(guide.body.sections)
    sections[number] = sections[number].model_copy(update=words)
    reword(guide, sections=sections)


def error_at(page: Any, name: str) -> str:
    """What is told between the label of a box and the box."""
    html = page.content.decode()
    before, found, _after = html.partition(f' name="{name}"')
    return before.rpartition("path-field")[2] if found else ""


def test_pages_of_a_guide_that_two_write_are_joined(author: Client, offer: Offer) -> None:
    mine = opened(author, offer, "guide")
    their_page(offer, 1, text="Theirs.")

    saved = post(author, offer, "guide", mine, **{"form-0-title": "Mine", "form-1-text": "Rest."})

    assert saved.status_code == 302
    assert pages(offer) == [("Mine", "Theirs."), ("What to try", "Rest.")]


def test_page_that_both_wrote_is_told_at_its_box_and_nothing_is_saved(
    author: Client, offer: Offer
) -> None:
    mine = opened(author, offer, "guide")
    their_page(offer, 1, text="Theirs.", title="Their title")
    before = guide_of(offer).head

    clash = post(author, offer, "guide", mine, **{"form-0-text": "Mine."})

    assert clash.status_code == 409
    assert guide_of(offer).head == before
    assert "Theirs." in error_at(clash, "form-0-text")
    assert "desk-error" not in error_at(clash, "form-1-text")
    shown = on_page(clash)
    assert (shown["form-0-text"], shown["form-0-title"]) == (["Mine."], ["Their title"])

    assert post(author, offer, "guide", shown).status_code == 302
    assert pages(offer)[0] == ("Their title", "Mine.")


def test_new_page_stands_once_after_a_clash(author: Client, offer: Offer) -> None:
    mine = on_page(send(author, offer, "guide", more="1"))
    their_page(offer, 1, text="Theirs.")

    typed = {"form-0-text": "Mine.", "form-2-title": "New", "form-2-text": "More."}
    shown = on_page(post(author, offer, "guide", mine, **typed))
    post(author, offer, "guide", shown)

    assert [title for title, _text in pages(offer)] == ["What it may mean", "What to try", "New"]


def test_page_taken_out_while_somebody_wrote_in_it_stands_until_it_is_taken_out_again(
    author: Client, offer: Offer
) -> None:
    mine = opened(author, offer, "guide")
    their_page(offer, 1, text="Theirs.")
    empty = {"form-0-title": "", "form-0-text": ""}

    clash = post(author, offer, "guide", mine, **empty)

    assert "changed this while you took it out" in error_at(clash, "form-0-title")
    shown = on_page(clash)
    assert shown["form-0-text"] == ["Theirs."]
    post(author, offer, "guide", shown, **empty)
    assert pages(offer) == [("What to try", "Sleep.")]


def test_page_somebody_took_out_while_it_was_written_in_is_kept_by_saving_again(
    author: Client, offer: Offer
) -> None:
    mine = opened(author, offer, "guide")
    guide = guide_of(offer)
    reword(guide, sections=[guide.body.sections[0], guide.body.sections[2]])

    clash = post(author, offer, "guide", mine, **{"form-0-text": "Mine."})

    assert "took this out while this page was open" in error_at(clash, "form-0-title")
    post(author, offer, "guide", on_page(clash))
    assert pages(offer) == [("What it may mean", "Mine."), ("What to try", "Sleep.")]


def test_guide_that_two_begin_at_once_is_one(author: Client, house: None) -> None:
    offer = begin(author)
    mine = opened(author, offer, "guide")
    send(author, offer, "guide", **{"form-0-title": "Theirs", "form-0-text": "Words."})

    saved = post(author, offer, "guide", mine, **{"form-0-title": "Mine", "form-0-text": "More."})

    assert saved.status_code == 302
    assert Guide.objects.filter(offer=offer).count() == 1
    assert sorted(title for title, _text in pages(offer)) == ["Mine", "Theirs"]


def lessons(offer: Offer) -> list[tuple[str, str, int]]:
    return [(one.body.subject, one.body.text, one.delay_days) for one in texts_of(offer).lessons]


def test_letter_somebody_added_meanwhile_stays(author: Client, offer: Offer) -> None:
    mine = opened(author, offer, "letters")
    more = on_page(send(author, offer, "letters", more="1"))
    post(author, offer, "letters", more, **{"form-2-subject": "Theirs", "form-2-text": "Words."})

    post(author, offer, "letters", mine, **{"form-0-text": "Mine."})

    assert [one[0] for one in lessons(offer)] == ["One small rest", "One small no", "Theirs"]
    assert lessons(offer)[0][1] == "Mine."


def test_letter_and_its_days_that_both_changed_are_told_at_their_boxes(
    author: Client, offer: Offer
) -> None:
    mine = opened(author, offer, "letters")
    first, second = texts_of(offer).lessons
    reword(first, text="Theirs.")
    Lesson.objects.filter(pk=second.pk).update(delay_days=9)

    clash = post(author, offer, "letters", mine, **{"form-0-text": "Mine.", "form-1-days": "5"})

    assert clash.status_code == 409
    assert "Theirs." in error_at(clash, "form-0-text")
    assert "“9”" in error_at(clash, "form-1-days")
    post(author, offer, "letters", on_page(clash))
    assert lessons(offer) == [("One small rest", "Mine.", 1), ("One small no", "Say no once.", 5)]


def test_days_that_only_somebody_else_changed_stay(author: Client, offer: Offer) -> None:
    mine = opened(author, offer, "letters")
    Lesson.objects.filter(course=texts_of(offer).course).update(delay_days=9)

    post(author, offer, "letters", mine, **{"form-0-text": "Mine.", "form-1-days": "5"})
    shown = opened(author, offer, "letters")

    assert shown["form-0-days"] == ["9"]


def test_letter_somebody_took_out_comes_back_only_where_it_was_written_in(
    author: Client, offer: Offer
) -> None:
    mine = opened(author, offer, "letters")
    send(author, offer, "letters", **{"form-0-subject": "", "form-0-text": ""})

    post(author, offer, "letters", mine, **{"form-1-text": "Mine."})

    assert ("One small no", "Mine.") in [one[:2] for one in lessons(offer)]


def test_headline_that_both_wrote_is_told_at_its_box(author: Client, offer: Offer) -> None:
    mine = opened(author, offer, "front")
    send(author, offer, "front", headline="Theirs")

    clash = post(author, offer, "front", mine, headline="Mine", gets="A rest")

    assert clash.status_code == 409
    assert "Theirs" in error_at(clash, "headline")
    post(author, offer, "front", on_page(clash))
    blocks = {one.kind: one for one in texts_of(offer).landing.body.blocks}
    assert blocks["opening"].heading == "Mine"
    assert "A rest" in blocks["get"].text


def test_questions_that_both_wrote_are_told(author: Client, offer: Offer) -> None:
    mine = opened(author, offer, "questions")
    body = texts_of(offer).assessment.body
    first = body.questions[0].model_copy(update={"text": "I am weary."})
    reword(texts_of(offer).assessment, questions=[first, *body.questions[1:]])
    lines = mine["questions"][0].replace("I am tired", "I feel tired")

    clash = post(author, offer, "questions", mine, questions=lines)

    assert clash.status_code == 409
    assert "I am weary." in error_at(clash, "questions")
    post(author, offer, "questions", on_page(clash))
    assert texts_of(offer).assessment.body.questions[0].text.startswith("I feel tired")


def test_rule_that_both_moved_is_told_as_a_sentence(author: Client, offer: Offer) -> None:
    mine = opened(author, offer, "results")
    send(author, offer, "results", **{"form-0-number": "80"})

    clash = post(author, offer, "results", mine, **{"form-0-number": "70"})

    assert clash.status_code == 409
    assert "Exhaustion is at least 80" in clash.content.decode()
    post(author, offer, "results", on_page(clash))
    assert "70" in texts_of(offer).assessment.body.readings[1].when


def test_measure_that_both_named_is_told(author: Client, offer: Offer) -> None:
    mine = opened(author, offer, "measures")
    send(author, offer, "measures", **{"form-0-name": "Weariness"})

    clash = post(author, offer, "measures", mine, **{"form-0-name": "Tiredness"})

    assert "Weariness" in error_at(clash, "form-0-name")
    post(author, offer, "measures", on_page(clash))
    assert texts_of(offer).assessment.body.scales[0].name == "Tiredness"


def test_name_that_both_changed_is_told(author: Client, offer: Offer) -> None:
    mine = opened(author, offer, "name")
    Offer.objects.filter(pk=offer.pk).update(name="Theirs", language="de")

    clash = post(author, offer, "name", mine, name="Mine")

    assert "Theirs" in error_at(clash, "name")
    post(author, offer, "name", on_page(clash))
    offer.refresh_from_db()
    assert (offer.name, offer.language) == ("Mine", "de")
