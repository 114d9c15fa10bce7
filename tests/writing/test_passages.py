import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.starter_axes import AXES
from writing import frontmatter
from writing.errors import Refused
from writing.passages import PassageText, check_cells, dump_cells, parse_cells
from writing.segments import Facts
from writing.variables import LETTER, Vocabulary

KEYS = st.sampled_from([*AXES.with_keys["profile"].keys, "everyone"])
WORDS = st.text(alphabet="abc .\n*", max_size=40).map(str.strip)


def test_cells_are_read_by_their_lines():
    cells = parse_cells("\n[everyone]\nFor all.\n\n[a link](x)\n\n[step-back]\n\nOne.\n\nTwo.\n")

    assert cells == {"everyone": "For all.\n\n[a link](x)", "step-back": "One.\n\nTwo."}


@pytest.mark.parametrize(
    ("body", "line", "told"),
    [
        ("\ntext\n[push]\nx", 2, "[everyone]"),
        ("[push]\nx\n[push]\ny", 3, "twice"),
    ],
)
def test_cells_that_cannot_be_read_are_refused(body, line, told):
    with pytest.raises(Refused) as refused:
        parse_cells(body)

    (fault,) = refused.value.faults
    assert fault.line == line
    assert told in fault.message


@given(st.dictionaries(KEYS, WORDS, max_size=5))
def test_cells_are_written_as_they_are_read(cells):
    assert parse_cells(dump_cells(cells)) == cells


@pytest.mark.parametrize("axis", ["profile", "field", "stuck_with", "reading", "step", "band.toll"])
def test_an_empty_cell_falls_back_to_everyone(axis):
    key = next(iter(AXES.with_keys[axis].keys))
    facts = Facts({axis: key})

    assert PassageText("p", axis, {"everyone": "all", key: " \n"}).text(facts) == "all"
    assert PassageText("p", axis, {"everyone": "all", key: "own"}).text(facts) == "own"


def test_conditions_are_joined_in_the_order_shown():
    passage = PassageText("p", "conditions", {"everyone": "none", "goals": "G", "scope": "S"})

    assert passage.text(Facts(conditions=("scope", "skills", "goals"))) == "S\n\nG"
    assert passage.text(Facts(conditions=("skills",))) == "none"


def test_the_frame_of_a_passage_is_checked():
    def told(axis, cells):
        return [fault.message for fault in check_cells(PassageText("p", axis, cells), AXES)]

    assert told("profile", {"everyone": "x", "push": "y"}) == []
    assert "Allowed: profile (profile), reading (reading)" in told("mood", {"everyone": "x"})[0]
    assert (
        "“[pusher]” is no key of profile. Allowed: pendulum (Back and Forth)"
        in told("profile", {"everyone": "x", "pusher": "y"})[0]
    )
    assert "may not be empty" in told("profile", {"push": "y"})[0]


def test_facts_survive_json():
    facts = Facts(
        {"band.toll": "low", "asks": True},
        private=["band.toll"],
        profile="push",
        conditions=("scope", "fit"),
        has_name=True,
    )

    assert Facts.from_json(facts.as_json()) == facts
    assert Facts.from_json({"profile": None, "unknown": 1}) == Facts()


def test_facts_of_an_older_message_are_read():
    older = {"profile": "push", "toll": "low", "conditions": ["fit"], "flags": ["invites"],
             "has_name": True, "booked": False}  # fmt: skip

    facts = Facts.from_json(older)

    assert facts.value("profile") == "push"
    assert facts.keys("conditions") == ("fit",)
    assert facts.value("invites") is True
    assert facts.value("mood") is None


def test_an_address_is_told_by_its_name():
    assert "admin_url" in LETTER.extended(free=["admin_url"]).urls
    with pytest.raises(ValueError, match="_url"):
        Vocabulary(free=frozenset({"guide_url"}))


def test_a_file_is_split_into_head_and_body():
    head, body = frontmatter.parse("---\ntitle: A\nposition: 3\n---\n\nText\n---\nmore\n")

    assert head == {"title": "A", "position": 3}
    assert body == "Text\n---\nmore\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: x\n", 1),
        ("---\ntitle: x\n", 1),
        ("---\na: 1\nb: [\n---\n", 4),
        ("---\n- a\n---\n", 2),
        ("---\na: 1\nb: x: y\n---\n", 3),
        ("---\na: !!python/object:os.system x\n---\n", 2),
    ],
)
def test_a_head_that_cannot_be_read_is_refused_with_its_line(text, line):
    with pytest.raises(Refused) as refused:
        frontmatter.parse(text)

    assert refused.value.faults[0].line == line


@given(
    st.dictionaries(st.text("abc", min_size=1), st.one_of(st.integers(), st.booleans(), WORDS)),
    WORDS,
)
def test_a_file_is_written_as_it_is_read(head, body):
    assert frontmatter.parse(frontmatter.dump(head, body)) == (head, body + "\n")
