"""The tables of people; see the modules."""

from contacts.models.fields import (
    LONGEST_VALUE,
    ContactField,
    ContactTag,
    FieldValue,
    Tag,
    tag_column,
)
from contacts.models.people import (
    SHARE_RESULT,
    Consent,
    Contact,
    Event,
    FormerAddress,
    FormerUid,
    Suppression,
    address_hash,
)
from contacts.models.segments import Segment, audience_references

__all__ = [
    "LONGEST_VALUE",
    "SHARE_RESULT",
    "Consent",
    "Contact",
    "ContactField",
    "ContactTag",
    "Event",
    "FieldValue",
    "FormerAddress",
    "FormerUid",
    "Segment",
    "Suppression",
    "Tag",
    "address_hash",
    "audience_references",
    "tag_column",
]
