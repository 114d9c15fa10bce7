"""Every change of guides, by its thought; other rooms import from here."""

from guides.actions.making import build_due, claim, make, retry
from guides.actions.previewing import (
    measured,
    on_paper,
    pasted,
    previewed,
    sample_readers,
    sampled,
)
from guides.actions.publishing import NotPublished, drafted, faults, publish
from guides.actions.reading import addresses, document_of, reader_of
from guides.actions.request import (
    SHARE,
    change_paper,
    correct_address,
    renew,
    request_guide,
    send_again,
    settle_sharing,
)
from guides.actions.storage import sweep

__all__ = [
    "SHARE",
    "NotPublished",
    "addresses",
    "build_due",
    "change_paper",
    "claim",
    "correct_address",
    "document_of",
    "drafted",
    "faults",
    "make",
    "measured",
    "on_paper",
    "pasted",
    "previewed",
    "publish",
    "reader_of",
    "renew",
    "request_guide",
    "retry",
    "sample_readers",
    "sampled",
    "send_again",
    "settle_sharing",
    "sweep",
]
