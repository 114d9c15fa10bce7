"""Two people in one text: what each changed is kept, what both changed is told."""

import pytest

from publishing.merge import GONE, Conflict, merge

BASE = {"title": "Soup", "steps": ("a", "b"), "steps/a/text": "Cut", "steps/b/text": "Boil"}


def test_changes_in_different_boxes_are_both_kept() -> None:
    mine, theirs = BASE | {"title": "Stew"}, BASE | {"steps/a/text": "Chop"}

    merged, conflicts = merge(BASE, mine, theirs)

    assert merged == BASE | {"title": "Stew", "steps/a/text": "Chop"}
    assert not conflicts


def test_a_box_changed_by_both_is_a_conflict_with_both_words() -> None:
    merged, conflicts = merge(BASE, BASE | {"title": "Stew"}, BASE | {"title": "Broth"})

    assert conflicts == (Conflict("title", "Soup", "Stew", "Broth"),)
    assert merged["title"] == "Broth"


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    _merged, conflicts = merge(BASE, BASE | {"title": "Stew"}, BASE | {"title": "Stew"})

    assert not conflicts


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

    merged, _conflicts = merge(base, {"steps": mine}, {"steps": theirs})

    assert merged["steps"] == order


def test_an_item_removed_by_one_and_edited_by_the_other_is_a_conflict() -> None:
    mine = {"title": "Soup", "steps": ("a",), "steps/a/text": "Cut"}
    theirs = BASE | {"steps/b/text": "Simmer"}

    _merged, conflicts = merge(BASE, mine, theirs)

    assert [(conflict.place, conflict.mine) for conflict in conflicts] == [("steps/b", GONE)]


def test_an_item_both_left_alone_and_one_removed_goes_with_its_boxes() -> None:
    mine = {"title": "Soup", "steps": ("a",), "steps/a/text": "Cut"}

    merged, _conflicts = merge(BASE, mine, BASE)

    assert merged == mine
