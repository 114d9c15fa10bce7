"""Every change of guides, by its thought; other apps import from here."""

from guides.actions.build import build_due, claim, make, retry
from guides.actions.confirm import (
    NAME,
    ZONE,
    changes,
    claim_guide,
    confirm,
    dismiss,
    invitation,
    person_lines,
    takes_one_press,
)
from guides.actions.preview import (
    measured,
    on_paper,
    pasted,
    previewed,
    published_pages,
    sample_readers,
    sampled,
    unsaved,
)
from guides.actions.publish import drafted, frozen, vocabulary
from guides.actions.receive import receive, receive_due
from guides.actions.recipient import (
    addresses,
    document_for,
    document_of,
    handout_of,
    reader_of,
    with_handout,
)
from guides.actions.request import (
    ask_again,
    change_paper,
    correct_address,
    remake,
    renew,
    request_guide,
    request_link,
    send_again,
)
from guides.actions.stray_files import sweep

__all__ = [
    "NAME",
    "ZONE",
    "addresses",
    "ask_again",
    "build_due",
    "change_paper",
    "changes",
    "claim",
    "claim_guide",
    "confirm",
    "correct_address",
    "dismiss",
    "document_for",
    "document_of",
    "drafted",
    "frozen",
    "handout_of",
    "invitation",
    "make",
    "measured",
    "on_paper",
    "pasted",
    "person_lines",
    "previewed",
    "published_pages",
    "reader_of",
    "receive",
    "receive_due",
    "remake",
    "renew",
    "request_guide",
    "request_link",
    "retry",
    "sample_readers",
    "sampled",
    "send_again",
    "sweep",
    "takes_one_press",
    "unsaved",
    "vocabulary",
    "with_handout",
]
