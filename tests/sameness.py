"""What the database is asked while a form is answered, without whose address it was."""

from __future__ import annotations

import re

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext


def asked(client: Client, address: str, form: dict[str, str]) -> tuple[HttpResponse, list[str]]:
    """The answer to a form, and every statement it took, without values.

    What the budget asks depends on what was spent, never on whose address it is.
    """
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address, form)
    shapes = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries]
    return answer, [sql for sql in shapes if "SAVEPOINT" not in sql and "spending" not in sql]
