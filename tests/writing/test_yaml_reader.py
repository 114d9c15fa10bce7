"""YAML texts are bounded before anything is built of them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from writing import frontmatter, yaml_reader
from writing.errors import Refused

HOUSE = Path(__file__).resolve().parent.parent.parent
BOMB = "a0: &a0 [lol]\n" + "".join(
    f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]\n" for number in range(1, 10)
)


def test_aliases_are_refused_with_their_line() -> None:
    with pytest.raises(yaml.YAMLError, match=r"(?s)a0 stands for another value.*line 2"):
        yaml_reader.load(BOMB)


def test_bomb_in_the_head_of_a_file_is_a_fault_like_any_other() -> None:
    with pytest.raises(Refused) as refused:
        frontmatter.parse(f"---\n{BOMB}---\nWords.\n")

    assert refused.value.faults[0].line == 3


@pytest.mark.parametrize(
    "text", ["[" * 5000, "a: " + "9" * 5000, "a: 2026-13-45", "a: !!python/object:os.system []"]
)
def test_what_cannot_be_read_is_said_in_one_way(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        yaml_reader.load(text)


def test_what_is_written_twice_is_read_back() -> None:
    days = ["monday", "friday"]

    text = yaml.dump({"first": days, "then": days}, Dumper=yaml_reader.Dumper)

    assert yaml_reader.load(text) == {"first": days, "then": days}


def test_nothing_reads_yaml_past_it() -> None:
    folders = [path for path in HOUSE.iterdir() if (path / "apps.py").exists()] + [
        HOUSE / "writing"
    ]
    files = [file for folder in folders for file in folder.rglob("*.py")]

    readers = [file.name for file in files if "yaml.safe_load(" in file.read_text()]
    readers += [file.name for file in files if "yaml.load(" in file.read_text()]

    assert readers == ["yaml_reader.py"]
