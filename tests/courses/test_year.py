"""Five hundred people in all zones for a year: the small sister of `bin/bench year`."""

from __future__ import annotations

import pytest

from benchmarks import year_work
from practice.zones import known_zones


@pytest.mark.slow
@pytest.mark.django_db
def test_five_hundred_people_in_all_zones_for_a_year() -> None:
    found = year_work.year(people=500, lessons=2, groups=12)

    assert (found.lessons, found.faults) == (1000, 0)
    assert len(found.zones) == min(500, len(known_zones()))
