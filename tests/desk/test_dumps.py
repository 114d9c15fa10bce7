"""Dumps go back whatever is newer, the server or its programs."""

import io

import pytest

from desk import dumps

pytestmark = pytest.mark.slow

SETTINGS = b"SET lock_timeout = 0;\nSET transaction_timeout = 0;\nSET row_security = off;\n"


def test_script_of_newer_programs_suits_an_older_server() -> None:
    rows = b"SET transaction_timeout = 0;\n" * 60  # a row's words, far below, are nobody's setting
    out = io.BytesIO()

    dumps.copy_for_older(io.BytesIO(SETTINGS + b"\n" * dumps.HEAD + rows), out)

    assert b"lock_timeout" in out.getvalue()
    assert b"row_security" in out.getvalue()
    assert out.getvalue().count(b"transaction_timeout") == 60
