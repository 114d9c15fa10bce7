"""Where a request comes from, as a number that names nobody."""

import pytest

from health.client_ip import PLACES, client_address, place

KEY = "a-key"


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("", 0, "10.0.0.9"),
        ("203.0.113.7", 0, "10.0.0.9"),
        ("203.0.113.7", 1, "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7", 1, "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"),
        ("203.0.113.7", 2, "10.0.0.9"),
    ],
)
def test_only_our_own_proxies_are_believed(forwarded: str, proxies: int, address: str) -> None:
    assert client_address("10.0.0.9", forwarded, proxies=proxies) == address


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.250", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("2001:db8:1:2::3", "2001:db8:1:ffff::9", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("::ffff:203.0.113.7", "203.0.113.250", True),
    ],
)
def test_a_network_is_one_place(one: str, other: str, same: bool) -> None:
    assert (place(one, key=KEY) == place(other, key=KEY)) is same


def test_a_place_is_a_small_number_only_this_house_can_work_out() -> None:
    number = place("203.0.113.7", key=KEY)

    assert number is not None
    assert 0 <= number < PLACES
    assert place("203.0.113.7", key="another") != number
    assert place("unknown", key=KEY) is None
