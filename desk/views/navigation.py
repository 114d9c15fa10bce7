"""The sidebar: every page by the names the author knows, those she may not open left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

Item = tuple[str, str, str, str]  # words, symbol, page, permission
HOME = "admin:index"


def lists(model: str) -> str:
    return f"admin:{model.replace('.', '_')}_changelist"


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups in the order of her day."""
    groups = (
        (_("Today"), today()),
        (_("People"), people()),
        (_("Writing"), writing()),
        (_("Letters"), letters()),
        (_("Conversations"), conversations()),
        (_("Settings"), settings()),
        (_("Health"), health()),
    )
    shown_groups = [
        (title, [item for item in items if allowed(request, item)]) for title, items in groups
    ]
    here = nearest(request.path, [item[2] for _title, items in shown_groups for item in items])
    return [
        {"title": title, "separator": True, "items": [entry(item, here) for item in items]}
        for title, items in shown_groups
        if items
    ]


def nearest(path: str, pages: Iterable[str]) -> str:
    """The page of the sidebar that a path stands on or below: of two the deeper one, so that one
    line is marked.
    """
    links = {reverse(page): page for page in pages}
    home = reverse(HOME)
    above = [link for link in links if path == link or (link != home and path.startswith(link))]
    return links[max(above, key=len)] if above else ""


def allowed(request: HttpRequest, item: Item) -> bool:
    return not item[3] or request.user.has_perm(item[3])


def entry(item: Item, here: str) -> dict[str, Any]:
    words, symbol, page, _permission = item
    return {"title": words, "icon": symbol, "link": reverse(page), "active": page == here}


def rows(words: str, symbol: str, model: str, act: str = "view") -> Item:
    """The list of a model, for those who may see (or change) it."""
    app, name = model.split(".")
    return words, symbol, lists(model), f"{app}.{act}_{name}"


def today() -> tuple[Item, ...]:
    return (
        (_("Home"), "home", HOME, ""),
        (
            *(_("Your week"), "calendar_view_week"),
            *("admin:consultations_booking_week", "consultations.view_booking"),
        ),
        rows(_("Bookings"), "event", "consultations.booking"),
    )


def people() -> tuple[Item, ...]:
    return (
        rows(_("People"), "group", "contacts.contact"),
        rows(_("Answers"), "checklist", "assessments.attempt"),
        rows(_("Readers' guides"), "picture_as_pdf", "guides.guidecopy"),
        rows(_("People in courses"), "school", "courses.enrollment"),
        (_("Where people came from"), "alt_route", "desk:sources", "assessments.view_attempt"),
        rows(_("Tags"), "sell", "contacts.tag"),
        rows(_("Segments"), "filter_alt", "contacts.segment"),
        rows(_("Do not mail"), "do_not_disturb_on", "contacts.suppression"),
        (_("Bring people in"), "upload_file", "desk:people_in", "contacts.add_contact"),
    )


def writing() -> tuple[Item, ...]:
    return (
        rows(_("Offers"), "folder_special", "offers.offer"),
        (_("New offer"), "add_circle", "desk:offer_begin", "assessments.add_assessment"),
        rows(_("Landing pages"), "web", "landing.landingpage"),
        rows(_("Sign-up forms"), "edit_note", "landing.signupform"),
        (_("Put it on your site"), "code", "desk:put_on_site", "landing.view_allowedsite"),
        rows(_("Assessment"), "quiz", "assessments.assessment"),
        rows(_("Passages"), "grid_on", "assessments.passage"),
        rows(_("Guide"), "menu_book", "guides.guide"),
        rows(_("Courses"), "calendar_month", "courses.course"),
        rows(_("Lessons"), "history_edu", "courses.lesson"),
    )


def letters() -> tuple[Item, ...]:
    return (
        rows(_("Letters"), "edit_note", "mail.systemletter"),
        rows(_("One-off letters"), "campaign", "mail.broadcast"),
        rows(_("Replies"), "reply", "mail.reply"),
        rows(_("Mails"), "mail", "mail.message"),
        rows(_("Published letters and clicks"), "ads_click", "mail.letter"),
        rows(_("Delivery reports"), "mark_email_read", "mail.deliveryevent"),
    )


def conversations() -> tuple[Item, ...]:
    return (
        rows(_("Kinds of meeting"), "forum", "consultations.meeting"),
        rows(_("Weekly hours"), "schedule", "consultations.availability"),
        rows(_("Hours on one date"), "edit_calendar", "consultations.datehours"),
        rows(_("Time off"), "beach_access", "consultations.timeoff"),
        rows(_("Wishes for a time"), "more_time", "consultations.timerequest"),
        rows(_("Your other calendars"), "event_busy", "consultations.feed"),
    )


def settings() -> tuple[Item, ...]:
    return (
        (_("Set up"), "rocket_launch", "desk:set_up", "practice.change_practice"),
        rows(_("Your practice"), "storefront", "practice.practice", "change"),
        rows(_("Your look"), "palette", "desk.brand", "change"),
        (_("Your duties"), "policy", "desk:duties", "practice.change_practice"),
        rows(_("Pictures"), "image", "practice.image"),
        rows(_("Who may log in"), "badge", "auth.user"),
        (_("Your login"), "key", "desk:account", ""),
        rows(_("History of changes"), "history", "desk.auditentry"),
    )


def health() -> tuple[Item, ...]:
    return (
        (_("Is everything well?"), "favorite", "desk:checkup", "practice.change_practice"),
        (_("Hold all mail"), "front_hand", "desk:hold", "health.change_hold"),
        rows(_("Running processes"), "memory", "health.heartbeat"),
        rows(_("Regular checks"), "update", "health.tick"),
        rows(_("Daily counts"), "bar_chart", "health.counter"),
    )


def account(_request: HttpRequest) -> list[dict[str, Any]]:
    """Under her name, top right."""
    return [
        {"title": _("Your login"), "link": reverse("desk:account")},
        {"title": _("Two-step login"), "link": reverse("desk:second_step_settings")},
    ]
