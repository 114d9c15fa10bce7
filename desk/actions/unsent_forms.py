"""Forms that did not arrive: kept for whoever typed them, offered again, thrown away. A form with a
box for a password or a code is not kept at all; files never are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from desk.models import UnsentForm

FLAG = "unsent_forms"
"""In the session of somebody who has some: other pages need not ask for them."""
LONGEST = 200_000
LONGEST_KEPT = timedelta(days=30)
MOST = 20
BEFORE = "unsent."
"""How the names begin that the page's script adds to a form."""
SECRET = re.compile(r"password|secret|(?:^|[-_])(?:code|otp|token)$")
MACHINE = re.compile(r"_|action$|do$|next$|part$|base$|select_across$|.*[-_]id$|.*_FORMS$")
"""Names of boxes that nobody types into."""
IDS = re.compile(r"on|true|false|[0-9a-f-]{8,}|[{\[].*", re.DOTALL)

Fields = list[tuple[str, str]]


def fields_of(data: QueryDict) -> Fields:
    """What a form says, but for its proof of origin."""
    return [
        (name, str(value))
        for name, values in data.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not name.startswith(BEFORE)
    ]


def is_words(name: str, value: str) -> bool:
    """Whether somebody may have typed this: it has a letter and is no button, key or switch."""
    return bool(
        re.search(r"[^\W\d_]", value) and not MACHINE.match(name) and not IDS.fullmatch(value)
    )


def is_worth_keeping(fields: Fields) -> bool:
    has_words = any(is_words(name, value) for name, value in fields)
    return has_words and not any(SECRET.search(name.casefold()) for name, _value in fields)


def keep(
    *, user_id: int, action: str, page: str, fields: Fields, was_sent: bool, now: datetime
) -> bool:
    """Keep a form in the place of what was kept of it; of many, the newest. Whether it was."""
    body = json.dumps(fields, ensure_ascii=False)
    if not is_worth_keeping(fields) or max(len(body) - LONGEST, len(action) - 300) > 0:
        return False
    UnsentForm.objects.update_or_create(
        user_id=user_id,
        action=action,
        defaults={"page": page[:300], "body": body, "was_sent": was_sent, "typed_at": now},
    )
    newest = UnsentForm.objects.filter(user_id=user_id).order_by("-typed_at", "-pk")
    stale = list(newest.values_list("pk", flat=True)[MOST:])
    UnsentForm.objects.filter(pk__in=stale).delete()
    return True


def flag(session: SessionBase, *, user_id: int) -> None:
    """Note in a session whether its owner has forms to come back to."""
    if UnsentForm.objects.filter(user_id=user_id).exists():
        session[FLAG] = True
    else:
        session.pop(FLAG, None)


def waiting(session: SessionBase, *, user_id: int) -> list[UnsentForm]:
    """The forms to offer again, newest first."""
    if FLAG not in session:
        return []
    return list(UnsentForm.objects.filter(user_id=user_id).order_by("-typed_at", "-pk"))


def said(form: UnsentForm) -> Fields:
    return [(str(name), str(value)) for name, value in json.loads(form.body)]


def throw_away(session: SessionBase, *, user_id: int, actions: Iterable[str]) -> None:
    """Forget what is kept of these forms: it arrived, or nobody wants it."""
    UnsentForm.objects.filter(user_id=user_id, action__in=[*actions]).delete()
    flag(session, user_id=user_id)


def forget_old(*, before: datetime) -> int:
    """Forget forms nobody came back to since `before`."""
    return UnsentForm.objects.filter(typed_at__lt=before).delete()[0]
