"""Where words said after a save wait for the next page: signed in the author's own browser, and in
no row of the database, where they would outlive the people they name.
"""

from __future__ import annotations

from typing import Any

from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils.text import Truncator

LONGEST = 600


class ShortMessages(CookieStorage):
    """Django's, for whom a cookie is 2 kB: a long message is cut; of very many the first are shown,
    and the last, which sums them up.
    """

    def _store(
        self, messages: list[Message], response: Any, remove_oldest: bool = True, *args: Any
    ) -> list[Message]:
        for message in messages:
            if len(str(message.message)) > LONGEST:
                message.message = Truncator(str(message.message)).chars(LONGEST)
        store = super()._store  # type: ignore[misc]  # the stubs leave it out
        beyond: list[Message] = store(messages, response, False, *args)
        if beyond:
            first = messages[: -len(beyond) - 1]
            store([*first, messages[-1]], response, False, *args)
        return []
