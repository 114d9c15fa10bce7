"""Two people in one text: what each changed is kept, what both changed is told."""

import pytest

from publishing.merge import GONE, Conflict, merge

BASE = {"title": "Soup", "steps": ("a", "b"), "steps/a/text": "Cut", "steps/b/text": "Boil"}


def test_changes_in_different_boxes_are_both_kept() -> None:
    mine, theirs = BASE | {"title": "Stew"}, BASE | {"steps/a/text": "Chop"}

    merged = merge(BASE, mine, theirs)

    assert merged.flat == BASE | {"title": "Stew", "steps/a/text": "Chop"}
    assert not merged.conflicts


def test_a_box_changed_by_both_is_a_conflict_with_both_words() -> None:
    merged = merge(BASE, BASE | {"title": "Stew"}, BASE | {"title": "Broth"})

    assert merged.conflicts == (Conflict("title", "Soup", "Stew", "Broth"),)
    assert merged.flat["title"] == "Broth"


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    merged = merge(BASE, BASE | {"title": "Stew"}, BASE | {"title": "Stew"})

    assert not merged.conflicts


@pytest.mark.parametrize(
    ("mine", "theirs", "order"),
    [
        (("a", "b", "c"), ("a", "b"), ("a", "b", "c")),
        (("a", "c", "b"), ("a", "b", "d"), ("a", "c", "b", "d")),
        (("b", "a"), ("a", "b", "d"), ("b", "a", "d")),
        (("a",), ("a", "b", "d"), ("a", "d")),
        (("c", "a", "b"), ("b", "a"), ("c", "b", "a")),
    ],
)
def test_lists_keep_what_each_added_moved_and_removed(
    mine: tuple[str, ...], theirs: tuple[str, ...], order: tuple[str, ...]
) -> None:
    base = {"steps": ("a", "b")}

    merged = merge(base, {"steps": mine}, {"steps": theirs})

    assert merged.flat["steps"] == order


def test_an_item_removed_by_one_and_edited_by_the_other_is_a_conflict() -> None:
    mine = {"title": "Soup", "steps": ("a",), "steps/a/text": "Cut"}
    theirs = BASE | {"steps/b/text": "Simmer"}

    merged = merge(BASE, mine, theirs)

    assert [(one.place, one.mine) for one in merged.conflicts] == [("steps/b", GONE)]


def test_an_item_both_left_alone_and_one_removed_goes_with_its_boxes() -> None:
    mine = {"title": "Soup", "steps": ("a",), "steps/a/text": "Cut"}

    merged = merge(BASE, mine, BASE)

    assert merged.flat == mine
