"""Bringing people in from a file: only with evidence that each agreed; nobody who left comes back.

They are invited by nothing: no mail goes out. Their consent to one-off letters is on record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contacts import actions as contacts
from contacts.models import Consent, Contact, ContactTag, Suppression, address_hash
from desk.csv import ImportRow
from mail import actions as mail
from mail.actions.broadcasts import agreed
from practice.models import Practice

PURPOSE = "letters"


ImportPlan = dict[str, list[ImportRow]]
"""What a file brings: rows that come in (`coming`), those of people who are here (`existing`),
those that stay out, each with its fault (`refused`).
"""


def weighed(rows: Sequence[ImportRow]) -> ImportPlan:
    """What would happen; nothing is written."""
    outcome: ImportPlan = {"coming": [], "existing": [], "refused": []}
    for row in rows:
        why = row.fault or kept_out(row.email)
        if why:
            outcome["refused"].append(replace(row, fault=why))
        elif Contact.objects.by_email(row.email):
            outcome["existing"].append(row)
        else:
            outcome["coming"].append(row)
    return outcome


def kept_out(address: str) -> str:
    """Why this address stays out, if it does."""
    hashed = address_hash(address)
    if Suppression.objects.standing().filter(address_hash=hashed).exists():
        return _("must not be mailed: bounced, erased, or asked to be left alone")
    left = Consent.objects.filter(
        contact__address_hash=hashed, purpose=PURPOSE, act=Consent.Act.WITHDRAWN
    )
    return _("stopped your letters before") if left.exists() else ""


@transaction.atomic
def bring(rows: Sequence[ImportRow], *, tag: str = "", now: datetime) -> ImportPlan:
    """Enter those who may come in, with their evidence as the wording of their consent. The tag
    goes on them, and on those who are here already.
    """
    # Weighed anew: who stopped or was erased since the page was shown stays out.
    outcome, language = weighed(rows), Practice.objects.the().language
    if outcome["coming"]:
        mail.begin_after_import(agreed_before=agreed().count(), now=now)
    for row in outcome["coming"]:
        contact, _new = contacts.meet(
            email=row.email, first_name=row.first_name, zone="", language=language, now=now
        )
        contacts.give(contact=contact, purpose=PURPOSE, wording=row.evidence, now=now)
        Contact.objects.filter(pk=contact.pk).update(brought_in_at=now)
        contacts.record(contact=contact, kind="brought_in", now=now)
    for row in (*outcome["coming"], *outcome["existing"]) if tag else ():
        tagged = Contact.objects.by_email(row.email)
        if tagged:
            contacts.tag(contact=tagged, label=tag, source=ContactTag.PutOnBy.FILE, now=now)
    return outcome
