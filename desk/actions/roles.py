"""The two roles beside the owner: an assistant sees people and bookings, not answers; an editor
writes, and sees no people.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction

# role -> model -> what they may do with it
ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    "assistant": {
        "contacts.contact": ("view", "change"),
        "contacts.consent": ("view",),
        "contacts.suppression": ("view",),
        "contacts.tag": ("view", "change"),
        "contacts.segment": ("view",),
        "courses.enrollment": ("view",),
        "mail.message": ("view",),
        "consultations.booking": ("view", "change"),
        "consultations.meeting": ("view",),
        "consultations.availability": ("view", "add", "change", "delete"),
        "consultations.datehours": ("view", "add", "change", "delete"),
        "consultations.timeoff": ("view", "add", "change", "delete"),
    },
    "editor": {
        "offers.offer": ("view",),
        "assessments.*": ("view", "add", "change", "delete"),
        "guides.guide": ("view", "change"),
        "courses.course": ("view", "change"),
        "courses.lesson": ("view", "add", "change", "delete"),
        "landing.landingpage": ("view", "add", "change"),
        "landing.signupform": ("view", "add", "change", "delete"),
        "landing.allowedsite": ("view",),
        "mail.systemletter": ("view", "change"),
        "practice.image": ("view", "add", "change"),
    },
}
NOT_FOR_EDITORS = ("attempt",)


def allowed(role: str) -> list[Permission]:
    """The permissions of a role, of those that exist."""
    permissions = []
    for model, verbs in ROLES[role].items():
        app, _dot, name = model.partition(".")
        rows = Permission.objects.filter(content_type__app_label=app)
        if name != "*":
            rows = rows.filter(content_type__model=name)
        rows = rows.exclude(content_type__model__in=NOT_FOR_EDITORS)
        permissions += [row for row in rows if row.codename.partition("_")[0] in verbs]
    return permissions


@transaction.atomic
def settle() -> None:
    """Make the roles what they are. Safe to repeat; nobody's role changes."""
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set(allowed(role))
