"""Tokens are bound to one purpose and survive a rotated key; addresses compare without case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts import addresses, tokens

WORDS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=40)


@given(value=WORDS, purpose=st.sampled_from(["confirm", "guide"]))
def test_token_reads_back_only_for_its_own_purpose(value: str, purpose: str) -> None:
    token = tokens.sign(["key"], purpose, value)

    assert token == tokens.signer(["key"], purpose).sign(value)
    assert tokens.read(["key"], purpose, token) == value
    assert tokens.read(["key"], purpose + "x", token) is None
    assert tokens.read(["other"], purpose, token) is None


def test_token_signed_with_an_old_key_is_still_read() -> None:
    token = tokens.sign(["old"], "guide", "1")

    assert tokens.read(["new", "old"], "guide", token) == "1"


@given(st.text(max_size=60))
def test_forged_token_is_none_and_never_an_error(text: str) -> None:
    assert tokens.read(["key"], "guide", text) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Robin@EXAMPLE.org ", "Robin@example.org"),
        ("no-at-sign", None),
        ("a@b", None),
        ("two@example.org, three@example.org", None),
        ("line\nbreak@example.org", None),
        ("x" * 250 + "@example.org", None),
        ("", None),
    ],
)
def test_address_is_normalised_or_refused(typed: str, kept: str | None) -> None:
    assert addresses.normal(typed) == kept


def test_hash_depends_on_key_and_not_on_case() -> None:
    one = addresses.keyed_hash("k", "Robin@example.org")

    assert one == addresses.keyed_hash("k", " robin@EXAMPLE.ORG")
    assert one != addresses.keyed_hash("other", "robin@example.org")
