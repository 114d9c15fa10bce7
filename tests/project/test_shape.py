"""What `bin/lint` says about the shape of the code, asked with modules that break it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shape() -> ModuleType:
    spec = importlib.util.spec_from_file_location("shape", HOUSE / "bin" / "lib" / "shape.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["shape"] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("app", "name", "source", "said"),
    [
        ("mail", "actions.queue", '"""Q."""\nimport courses.models', "2: mail may not import"),
        ("writing", "markdown", '"""M."""\nimport contacts.models', "2: writing may not import"),
        ("courses", "actions.enroll", '"""E."""\nfrom mail.views import pages', "2: mail.views"),
        ("mail", "models.posts", '"""P."""\nfrom mail.actions import queue', "higher floor"),
        ("writing", "markdown", '"""M."""\nfrom django.conf import settings', "pure module"),
        ("mail", "views.pages", "def page():\n    import json\n", "2: page imports json"),
        ("mail", "tasks", '"""T."""\nnow = timezone.now()', "2: only health.clock"),
        ("mail", "tasks", "now = 1", "what this module is for"),
        ("mail", "views.pages", "\n" * 301, "301 lines"),
        ("desk", "views.home", "isinstance(row, Lesson | str)", "whether a text is a Lesson"),
        ("desk", "views.home", 'X = {"courses.lesson": 1}', "a table by kind"),
        ("desk", "views.home", "X = {Guide: 1}", "a table by kind"),
    ],
)
def test_each_way_to_break_the_shape_is_said(
    shape: ModuleType, tmp_path: Path, app: str, name: str, source: str, said: str
) -> None:
    file = tmp_path / "module.py"
    file.write_text(source)
    module = shape.Module(app, name, file)

    found = [line for check in shape.CHECKS for line in check(module)]

    assert len(found) == 1
    assert said in found[0]


def test_a_kind_is_known_in_its_own_app(shape: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text("isinstance(row, Lesson)\nX = {Lesson: 1}\n")

    assert [*shape.no_ladder_over_kinds(shape.Module("courses", "views.pages", file))] == []


def test_types_may_come_from_above(shape: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text('"""M."""\nif TYPE_CHECKING:\n    from mail.actions import queue\n')

    assert [*shape.from_below(shape.Module("mail", "models.posts", file))] == []
