"""The pretend clock moves only where it may."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from health import clock


def test_now_follows_the_offset_file_in_development(
    settings: Any, tmp_path: Path, at: Callable[[datetime], None]
) -> None:
    settings.PRETEND_CLOCK = True
    settings.CLOCK_FILE = tmp_path / "offset"
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    at(noon)

    clock.pretend(timedelta(days=3))

    assert clock.now() == noon + timedelta(days=3)


def test_offset_file_is_ignored_where_the_clock_is_real(settings: Any, tmp_path: Path) -> None:
    settings.PRETEND_CLOCK = False
    settings.CLOCK_FILE = tmp_path / "offset"
    settings.CLOCK_FILE.write_text("86400")

    assert clock.offset() == timedelta()
    with pytest.raises(RuntimeError):
        clock.pretend(timedelta(days=1))


def test_broken_offset_file_counts_as_none(settings: Any, tmp_path: Path) -> None:
    settings.PRETEND_CLOCK = True
    settings.CLOCK_FILE = tmp_path / "offset"
    settings.CLOCK_FILE.write_text("soon")

    assert clock.offset() == timedelta()
