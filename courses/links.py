"""Links that letters of a course carry, always from SITE_URL, and who a link belongs to."""

from __future__ import annotations

from django.urls import reverse

from contacts import links
from contacts.models import Consent, Contact
from courses.models import AddressChange, Course, DataRequest, Enrollment
from courses.variables import SHEET


def return_url(enrollment: Enrollment) -> str:
    """The link that starts again what its reader stopped."""
    token = links.token("return", enrollment.consent.uid.hex)
    return links.absolute(reverse("return", args=[token]))


def enrollment_of(token: str) -> tuple[Enrollment, Consent] | None:
    """The place in a course, and the asking, that such a link was made for."""
    consent = links.row_of(Consent.objects.select_related("contact"), "return", token)
    if consent is None:
        return None
    slug = consent.purpose.removeprefix("course:")
    enrollment = (
        Enrollment.objects.select_related("course__offer", "contact", "next_lesson")
        .filter(contact=consent.contact, course__slug=slug)
        .first()
    )
    return (enrollment, consent) if enrollment else None


def contact_of(token: str) -> Contact | None:
    """The reader whose own page this link opens."""
    return links.contact_of("preferences", token)


def values(enrollment: Enrollment) -> dict[str, str]:
    """The free text and addresses a letter of this course may use; mail adds the house's own."""
    booking = links.token("book", enrollment.contact.uid.hex)
    guide = guide_url(enrollment)
    signed = {
        "guide_url": guide,
        "book_url": links.absolute(f"/book/?for={booking}"),
        "retake_url": f"{guide}questions/",
        "letters_url": letters_url(enrollment.contact),
        "onward_url": onward_url(enrollment),
    }
    return values_for(enrollment.first_name, course=enrollment.course) | signed


def values_for(first_name: str, *, course: Course | None) -> dict[str, str]:
    """The same for whoever has this first name; a lesson in the making may be of no course yet."""
    return {
        "first_name": first_name,
        "guide_url": links.absolute("/"),
        "book_url": links.absolute("/book/"),
        "retake_url": links.absolute("/"),
        "letters_url": links.absolute("/"),
        SHEET: sheet_url(course) if course else links.absolute("/"),
        "onward_url": links.absolute("/"),
    }


def sheet_url(course: Course) -> str:
    """The page with one line from each letter, to print."""
    return links.absolute(reverse("sheet", args=[course.slug]))


def guide_url(enrollment: Enrollment) -> str:
    """The way to the guide that belongs to these letters, served by guides."""
    return links.signed_url("guides:of_letters", "guide-of-letters", enrollment.uid.hex)


def enrollment_of_guide(token: str) -> Enrollment | None:
    """The place in a course whose letters lead to a guide by this link."""
    rows = Enrollment.objects.select_related("course__offer")
    return links.row_of(rows, "guide-of-letters", token)


def letters_url(contact: Contact) -> str:
    """The link that asks whether this person wants letters now and then."""
    return links.signed_url("agree", "agree", contact.uid.hex)


def asked_for_letters(token: str) -> Contact | None:
    """The person whom such a link asks."""
    return links.contact_of("agree", token)


def onward_url(enrollment: Enrollment) -> str:
    """The link that asks whether this person wants the course after this one."""
    return links.signed_url("onward", "onward", enrollment.uid.hex)


def enrollment_of_onward(token: str) -> Enrollment | None:
    """The place in a course whose last letter asks by such a link."""
    rows = Enrollment.objects.select_related("contact", "course__then__offer")
    return links.row_of(rows, "onward", token)


def address_url(change: AddressChange) -> str:
    """The link, mailed to the new address, that moves a reader's letters there."""
    token = links.token("address", change.uid.hex)
    return links.absolute(reverse("address", args=[token]))


def address_change_of(token: str) -> AddressChange | None:
    """The change of address that such a link was made for."""
    rows = AddressChange.objects.select_related("contact", "reserve")
    return links.row_of(rows, "address", token)


def own_data_url(request: DataRequest) -> str:
    """The link, mailed to the known address, to all that is held about a reader."""
    return links.signed_url("own_data", "own-data", request.uid.hex)


def data_request_of(token: str) -> DataRequest | None:
    """The request that such a link was made for."""
    rows = DataRequest.objects.select_related("contact")
    return links.row_of(rows, "own-data", token)
