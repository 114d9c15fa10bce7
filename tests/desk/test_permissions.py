"""Promise 17: every view of the desk names its permission. The whole URLconf, every method and
every button is tried by each role; what opens is the table in docs/decisions/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.base import Template
from django.test import Client, RequestFactory
from django.urls import URLResolver, get_resolver, path
from django.utils.safestring import SafeString

from consultations.models import Booking, Meeting
from contacts.models import Contact
from courses.models import Course, Enrollment, Lesson
from desk.actions import checks, roles
from desk.views import permissions
from guides import preview_child
from guides.models import GuideCopy
from practice.permissions import EVERYBODY, declared
from tests.desk.conftest import ROBIN

pytestmark = pytest.mark.slow

TABLE = Path(__file__).parents[2] / "docs" / "decisions" / "0009-who-may-open-what.md"
START = "<!-- the table: pytest tests/desk/test_permissions.py --renew-golden writes it -->"
WHO = ("owner", "assistant", "editor", "no role")
STOCK = {"changelist_view", "add_view", "change_view", "delete_view", "history_view", "view"}
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
UNKNOWN = {"id": "1", "object_id": "1", "pk": "1"}
GIVEN = {"step": "questions", "app": "consultations", "model": "meeting", "verb": "unsubscribe"}
LABEL = {"label": "courses.lesson"}


@pytest.fixture
def clients(robin: Contact) -> dict[str, Client]:
    roles.settle()
    users = {name: User.objects.create_user(name, is_staff=True) for name in WHO}
    User.objects.filter(username="owner").update(is_superuser=True)
    GuideCopy.objects.update(state=GuideCopy.State.FAILED)
    for role in roles.ROLES:
        users[role].groups.add(Group.objects.get(name=role))
    found = {name: Client() for name in (*WHO, "nobody")}
    for name in WHO:
        found[name].force_login(users[name])
    return found


@pytest.fixture
def unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may open a page is decided before it is written: here none is, nor set on paper, nor
    does a button look at the whole house.
    """
    monkeypatch.setattr(Template, "_render", lambda _self, _context: SafeString(""))
    monkeypatch.setattr(checks, "look_round", lambda *_given, **_named: [])
    paper = preview_child.PaperPreview(b"%PDF-1.7", [])
    monkeypatch.setattr(preview_child, "preview", lambda *_given, **_named: paper)


def desk_views() -> Iterator[tuple[str, Any]]:
    """(route, view) of everything under /admin/ but its pages before a login."""
    for route, name, view in permissions.views():
        if route.startswith("admin/") and name.partition(":")[2] not in permissions.OPEN:
            yield route, view


def address(route: str) -> str:
    """A route with the ids of a row that is there, if there is one."""
    owner = re.match(r"admin/(\w+)/(\w+)/", route)
    row = None
    if "person/" in route:
        row = Contact.objects.get()
    elif owner and owner[1] in apps.app_configs:
        row = apps.get_model(owner[1], owner[2])._default_manager.first()
    key = str(row.pk) if row else "1"
    if "(?P<" in route:
        return "/admin/contacts/" if "app_label" in route else "/admin/nowhere/at/all/"
    named = {**UNKNOWN, "object_id": key, "pk": key, "id": key, **GIVEN}
    named["content_type_id"] = "1"
    if "writing/" in route:
        named["pk"] = str(Meeting.objects.values_list("pk", flat=True)[0])
    return "/" + CONVERTER.sub(lambda found: named[found[1]], route)


def opens(client: Client, method: str, page: str) -> str:
    """What a request meets: "open", "closed", "login" or "none" where there is no such method.
    What it did is undone.
    """
    with transaction.atomic():
        answer: HttpResponse = client.generic(
            method, page, "label=courses.lesson", content_type="application/x-www-form-urlencoded"
        )
        transaction.set_rollback(True)
    if answer.status_code in (403, 405):
        return "closed" if answer.status_code == 403 else "none"
    if answer.status_code == 404 and method == "GET":
        return "none"
    return "login" if answer.headers.get("Location", "").startswith("/admin/login/") else "open"


def told(found: dict[str, str]) -> str:
    """The words of a cell: what of looking and acting is open."""
    said = [word for word, answer in found.items() if answer == "open"]
    return ", ".join(said) or "–"


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def head(*cells: str) -> list[str]:
    return [row(*cells, *WHO), row(*("---" for _cell in (*cells, *WHO)))]


def of_models(clients: dict[str, Client]) -> Iterator[str]:
    """One line a model: whether its list, rows and their history are seen, added to, changed."""
    for model in sorted(admin.site._registry, key=lambda model: model._meta.label_lower):
        label = model._meta.label_lower
        base = f"/admin/{label.replace('.', '/')}/"
        one = address(f"admin/{label.replace('.', '/')}/<path:object_id>/")
        cells = []
        for name in WHO:
            looks = {
                opens(clients[name], "GET", page)
                for page in (base, f"{one}change/", f"{one}history/", one)
            } - {"none"}
            assert len(looks) == 1, (name, label, looks)
            cells.append(
                told(
                    {
                        "see": looks.pop(),
                        "add": opens(clients[name], "POST", f"{base}add/"),
                        "change": of_row(clients[name], name, one, model, "change"),
                        "delete": of_row(clients[name], name, one, model, "delete"),
                    }
                )
            )
        yield row(label, *cells)


def of_row(client: Client, name: str, one: str, model: type[Model], act: str) -> str:
    """What pressing the button of a row meets; where there is no row, what the list would say."""
    if model._default_manager.exists():
        return opens(client, "POST", f"{one}{act}/")
    shown = admin.site._registry[model]
    may = getattr(shown, f"has_{act}_permission")(request_of(name))
    return "open" if may else "closed"


def needs_of(view: Any) -> tuple[str, str]:
    found, asked = declared(view), getattr(view, "allowed_permissions", None)
    if found and found.among:
        return found.among.__doc__.splitlines()[0].rstrip("."), ""  # type: ignore[union-attr]
    if found:
        look = ", ".join(found.look) or "a login"
        return look, ", ".join(found.act) if found.act != found.look else ""
    if view.__name__ == "user_change_password":
        return "auth.change_user", ""
    return (", ".join(asked), "") if asked else ("a login", "")


def of_views(clients: dict[str, Client]) -> Iterator[str]:
    """One line a page of ours, and of the admin's own that are of no model."""
    for route, view in desk_views():
        is_of_site = "(?P<" in route or route == "admin/"
        if view.__name__ in STOCK and not is_of_site and not declared(view):
            continue
        page = address(route)
        verbs = VERBS[:1] if needs_of(view) == ("a login", "") and not declared(view) else VERBS
        cells = [
            told({word: opens(clients[name], method, page) for word, method in verbs})
            for name in WHO
        ]
        yield row(f"`{route.removeprefix('admin/')}`", *needs_of(view), *cells)


VERBS = (("look", "GET"), ("act", "POST"))


def of_buttons(clients: dict[str, Client]) -> Iterator[str]:
    """One line a bulk action of a list, or a button beside “Save”."""
    requests = {name: request_of(name) for name in WHO}
    for model, model_admin in sorted(
        admin.site._registry.items(), key=lambda pair: pair[0]._meta.label_lower
    ):
        shown: Any = model_admin
        lists = {action.name: action.func for action in shown._get_base_actions()}
        lines = {name: getattr(shown, name) for name in shown.actions_submit_line}
        for name, button in {**lists, **lines}.items():
            if name == "delete_selected":
                continue
            cells = []
            for who in WHO:
                offered = set(shown.get_actions(requests[who]))
                offered |= {
                    one.action_name.removeprefix(f"{model._meta.label_lower.replace('.', '_')}_")
                    for one in shown.get_actions_submit_line(requests[who], 0)
                }
                cells.append("act" if name in offered else "–")
            asked = ", ".join(one for one in button.allowed_permissions)
            yield row(f"{model._meta.label_lower}: {name}", asked, *cells)


def request_of(name: str) -> HttpRequest:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(username=name)
    return request


@pytest.mark.slow
@pytest.mark.usefixtures("unwritten")
def test_promise_17_each_role_opens_exactly_what_the_table_says(
    clients: dict[str, Client], request: pytest.FixtureRequest
) -> None:
    found = [
        "### Lists and rows",
        "",
        *head("rows of"),
        *of_models(clients),
        "",
        "### Pages",
        "",
        *head("address under /admin/", "needs", "to act"),
        *of_views(clients),
        "",
        "### Buttons of lists and beside “Save”",
        "",
        *head("button", "needs"),
        *of_buttons(clients),
    ]
    before, _start, said = TABLE.read_text().partition(START)
    if request.config.getoption("--renew-golden"):
        TABLE.write_text(f"{before}{START}\n\n" + "\n".join(found) + "\n")
    else:
        assert said.strip().splitlines() == found


@pytest.mark.slow
@pytest.mark.usefixtures("unwritten")
def test_promise_17_without_a_role_or_a_login_nothing_opens_by_any_method(
    clients: dict[str, Client],
) -> None:
    for route, view in desk_views():
        page = address(route)
        found = declared(view)
        own = found == EVERYBODY if found else needs_of(view)[0] == "a login"
        own = own and (bool(found) or view.__name__ not in STOCK)
        for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"):
            assert opens(clients["nobody"], method, page) == "login", (method, page)
            if not own:
                met = opens(clients["no role"], method, page)
                assert met in ("closed", "none"), (method, page)


def test_promise_17_a_view_that_declares_nothing_is_refused_even_to_the_owner(
    clients: dict[str, Client], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten = path("admin/forgotten/", lambda request: HttpResponse("open"))
    resolver: URLResolver = get_resolver()
    monkeypatch.setattr(resolver, "url_patterns", [forgotten, *resolver.url_patterns])

    assert clients["owner"].get("/admin/forgotten/").status_code == 403
    assert list(permissions.undeclared()) == ["admin/forgotten/"]


def test_promise_17_who_may_not_see_people_rehearses_for_samples_alone(
    clients: dict[str, Client], robin: Contact
) -> None:
    place, course = Enrollment.objects.get(), Course.objects.get()
    page = f"/admin/courses/course/{course.pk}/rehearsal/"
    lesson = f"/admin/courses/lesson/{Lesson.objects.all()[0].pk}/preview/"

    asked = clients["editor"].get(page, {"reader_key": "push", "email": ROBIN})

    assert "email" not in asked.context["form"].fields
    assert asked.context["lines"]
    plain = clients["editor"].get(page, {"reader_key": "push"})
    assert [str(one) for one in asked.context["lines"]] == [
        str(one) for one in plain.context["lines"]
    ]
    assert clients["editor"].get(lesson, {"place": place.uid}).status_code == 403
    assert clients["owner"].get(lesson, {"place": place.uid}).status_code == 200


def test_promise_17_who_may_not_see_time_requests_reads_none_beside_the_week(
    clients: dict[str, Client], moment: Any
) -> None:
    booking = Booking.objects.get()
    time_request = apps.get_model("consultations", "timerequest")
    time_request.objects.create(
        meeting=booking.meeting,
        email="wisher@example.net",
        first_name="Wisher",
        zone="UTC",
        contact=booking.contact,
        text="Evenings, please.",
        made_at=moment,
    )
    week = "/admin/consultations/booking/week/"

    assert "Wisher" in clients["owner"].get(week).text
    assert "Wisher" not in clients["assistant"].get(week).text
