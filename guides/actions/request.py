"""A visitor asks for the guide and becomes a contact: one transaction, no mail sent here."""

from __future__ import annotations

from datetime import datetime

from assessments.models import Attempt
from guides.models import GuideCopy


def request_guide(
    *,
    attempt: Attempt,
    email: str,
    first_name: str,
    zone: str,
    paper: str,
    wants_course: bool,
    share: bool,
    now: datetime,
) -> GuideCopy:
    """The copy of this reader, made by a worker soon; asked again, the same copy.

    A known contact is left as it is until the person behind the address confirms.
    """
    raise NotImplementedError
