"""Links that letters of a course carry, always from SITE_URL, and who a link belongs to."""

from __future__ import annotations

from django.urls import reverse

from contacts import links
from contacts.models import Consent, Contact
from courses.models import Enrollment


def confirm_url(enrollment: Enrollment) -> str:
    """The link that starts, or starts again, what was last asked for."""
    token = links.token("confirm", enrollment.asked.uid.hex)
    return links.absolute(reverse("confirm", args=[token]))


def asked_of(token: str) -> tuple[Enrollment, Consent] | None:
    """The place in a course, and the asking, that a confirm link was made for."""
    uid = links.read("confirm", token)
    consent = Consent.objects.select_related("contact").filter(uid=uid).first() if uid else None
    if consent is None:
        return None
    slug = consent.purpose.removeprefix("course:")
    enrollment = (
        Enrollment.objects.select_related("course", "contact", "next_lesson")
        .filter(contact=consent.contact, course__slug=slug)
        .first()
    )
    return (enrollment, consent) if enrollment else None


def contact_of(token: str) -> Contact | None:
    """The reader whose own page this link opens."""
    return links.contact_of("preferences", token)


def values(enrollment: Enrollment) -> dict[str, str]:
    """The free text and addresses a letter of this course may use; mail adds the house's own."""
    return {
        "first_name": enrollment.first_name,
        "book_url": links.absolute(f"/book/?for={links.token('book', enrollment.contact.uid.hex)}"),
        "retake_url": links.absolute("/"),
    }
