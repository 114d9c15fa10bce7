"""A module loads with its first use; one that is not there is missed at once."""

import sys

import pytest

from practice.lazy_import import lazily

pytestmark = pytest.mark.slow


def test_module_loads_with_its_first_use(
    tmp_path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "heavy_module.py").write_text("print('loaded'); WEIGHT = 45")
    monkeypatch.syspath_prepend(tmp_path)

    heavy = lazily("heavy_module")
    before = capsys.readouterr().out
    weight = heavy.WEIGHT

    assert (before, weight) == ("", 45)
    assert capsys.readouterr().out == "loaded\n"
    assert lazily("heavy_module") is heavy
    del sys.modules["heavy_module"]


def test_missing_module_is_missed_at_once() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        lazily("no_such_module")
