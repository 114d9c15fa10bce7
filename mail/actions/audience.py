"""Why a one-off letter reaches as few as it does: everybody here, by what leaves them out.

Answers are asked only of people who share them, as `broadcasts.people` does: of all others it is
known here only that they do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from contacts.models import Consent, Contact, Suppression
from mail.actions.broadcasts import LETTERS

AGREED = "agreed"
STOPPED, UNCONFIRMED, NEVER = "stopped", "unconfirmed", "never"
BOUNCED, COMPLAINED, BARRED = "bounced", "complained", "barred"
UNSHARED, UNFIT, ELSEWHERE, IN_COURSE = "unshared", "unfit", "elsewhere", "in_course"
FIRST_REASONS = (NEVER, UNCONFIRMED, STOPPED, BOUNCED, COMPLAINED, BARRED)
WORDS = {
    NEVER: (
        _("did not agree to letters"),
        _(
            "They are asked where your guide is asked for, beside “Yes, this is me”, and on each "
            "reader's own page; the last lesson of a course can ask them too (“Put in …”, “to say "
            "yes to letters now and then”)."
        ),
    ),
    UNCONFIRMED: (
        _("did not confirm their address"),
        _("They count once they press the button in their first mail from you."),
    ),
    STOPPED: (
        _("stopped the letters"),
        _("That is their wish. They can agree again on their own page."),
    ),
    BOUNCED: (
        _("have an address from which mail came back"),
        _(
            "The address does not exist, or did not. If it works again, allow it under "
            "“Do not mail”."
        ),
    ),
    COMPLAINED: (
        _("marked a letter as spam"),
        _("Better leave them alone: more complaints harm your mail to everybody."),
    ),
    BARRED: (
        _("are on your list of people not to mail"),
        _("You entered them by hand. Under “Do not mail” you can allow an address again."),
    ),
    ELSEWHERE: (
        _("agreed to letters, but came by another offer"),
        _("Choose no offer above, and the letter reaches them too."),
    ),
    IN_COURSE: (
        _("are in a course just now"),
        _("You chose that they do not get it. They can get it after their course, or between."),
    ),
    UNSHARED: (
        _("did not share their answers with you"),
        _("Your rule asks for answers. Without it, the letter reaches them too."),
    ),
    UNFIT: (
        _("outside your rule"),
        _("Tick more in the rule, or leave it empty to reach everybody who agreed."),
    ),
}


@dataclass(frozen=True)
class LeftOut:
    """How many people one reason leaves out, and what the author can do about it."""

    reason: str
    count: int
    rows: Mapping[str, str]  # which of the list of people they are

    @property
    def query(self) -> str:
        """They, in the address of the list of people."""
        return urlencode(self.rows)

    @property
    def words(self) -> str:
        return str(WORDS[self.reason][0])

    @property
    def advice(self) -> str:
        return str(WORDS[self.reason][1])


def first_reason() -> Case:
    """Whether a contact may get a one-off letter (`agreed`), else the first reason why not.

    `broadcasts.agreed` finds the same people; this names the others.
    """
    standing = Suppression.objects.standing().filter(address_hash=OuterRef("address_hash"))
    own_word = (Suppression.Reason.STOPPED, Suppression.Reason.ERASED)
    words = Consent.objects.filter(contact=OuterRef("pk"), purpose=LETTERS)
    return Case(
        When(Exists(standing.filter(reason__in=own_word)), then=Value(STOPPED)),
        When(Exists(standing.filter(reason=Suppression.Reason.BOUNCE)), then=Value(BOUNCED)),
        When(Exists(standing.filter(reason=Suppression.Reason.COMPLAINT)), then=Value(COMPLAINED)),
        When(Exists(standing), then=Value(BARRED)),
        When(confirmed_at=None, brought_in_at=None, then=Value(UNCONFIRMED)),
        When(~Exists(words.filter(act=Consent.Act.GIVEN)), then=Value(NEVER)),
        When(Consent.objects.stands_of(LETTERS), then=Value(AGREED)),
        default=Value(STOPPED),
        output_field=CharField(),
    )


def of_reason(people: QuerySet[Contact], reason: str) -> QuerySet[Contact]:
    """Those of these people who agreed to one-off letters, or are left out for this reason."""
    # First by an index: the reasons of everybody in turn take seconds among a million.
    barred = Q(address_hash__in=Suppression.objects.standing().values("address_hash"))
    said_no = Consent.objects.filter(purpose=LETTERS, act=Consent.Act.WITHDRAWN)
    if reason in (BOUNCED, COMPLAINED, BARRED):
        people = people.filter(barred)
    elif reason == STOPPED:
        people = people.filter(barred | Q(pk__in=said_no.values("contact")))
    return people.alias(why=first_reason()).filter(why=reason)
