"""Promise 22: the documented deployment is the tested one."""

from __future__ import annotations

import os
import subprocess

import pytest

from demo.house import VIDEO_ROOM
from demo.walk import ADDRESS, Walk
from tests.containers.engine import Engine, buildah

ROLES = ("web", "mail", "guides", "beat")
HOLDS_SECRETS = b"never-in-an-image"


def lasts(house: Engine, walk: Walk) -> None:
    """What the visitor got is all there, and nothing of it went twice."""
    page = walk.visitor.open(walk.guide_link)
    pdf = walk.visitor.open(page.link_to(".pdf"))
    letters = [taken for taken in house.sink.taken if taken.recipient == ADDRESS]

    assert pdf.body.startswith(b"%PDF")
    assert ADDRESS in house.manage("export_person", ADDRESS)
    assert len({taken.message_id for taken in letters}) == len(letters)


@pytest.mark.parametrize("name", [*ROLES, "postgres", "redis"])
def test_promise_22_every_role_is_well_by_its_documented_check(house: Engine, name: str) -> None:
    asked = house.ask(name)

    assert asked.returncode == 0, asked.stderr


def test_promise_22_a_visitor_gets_guide_letters_and_hour(house: Engine, walk: Walk) -> None:
    house.manage("shell", "-c", VIDEO_ROOM)

    booked = walk.book()

    assert booked[0].startswith("A conversation about one stuck place")
    # The courses' tick comes for the first time 20 seconds after beat has started.
    house.until(lambda: walk.visitor.open("/readyz").status == 200, "all is heard and recent")


def test_promise_22_a_restart_loses_nothing(house: Engine, walk: Walk) -> None:
    house.down()
    house.up()

    lasts(house, walk)


def test_promise_22_an_upgrade_loses_nothing(house: Engine, walk: Walk) -> None:
    house.down()
    house.image = os.environ["CONTAINERS_NEXT_IMAGE"]
    house.up()

    lasts(house, walk)
    assert "[X] 9999_of_the_next_image" in house.manage("showmigrations", "health")


def test_promise_22_a_backup_goes_back_within_the_containers(house: Engine, walk: Walk) -> None:
    house.manage("backup", "/data/whole.backup")
    sent = len(house.sink.taken)
    house.down("web", "mail", "guides", "beat", "prepare")

    # docker compose run --rm web python manage.py restore …
    house.create("web")
    said = house.manage("restore", "--force", "/data/whole.backup")
    buildah("rm", "web")
    house.up()
    house.manage("release")

    assert "Taken over from the database it replaced" in said
    lasts(house, walk)
    assert len(house.sink.taken) == sent


def test_health_checks_mail_nobody(house: Engine) -> None:
    for name in ROLES:
        house.ask(name)

    assert "operator@example.org" not in {taken.recipient for taken in house.sink.taken}
    assert "GET /healthz" not in house.log("web")


def test_pages_name_files_that_are_collected_in_the_image(house: Engine, walk: Walk) -> None:
    page = walk.visitor.open("/")
    style = page.body.decode().split('rel="stylesheet" href="')[1].split('"')[0]

    answer = walk.visitor.open(style)

    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]


def test_the_owner_logs_in_by_a_command_of_the_manual(house: Engine) -> None:
    given = house.services["web"].environment | {"DJANGO_SUPERUSER_PASSWORD": "a long enough word"}
    words = ("createsuperuser", "--noinput", "--username", "owner", "--email", "o@example.org")

    made = house.inside("web", "python", "manage.py", *words, environ=given)

    assert made.returncode == 0, made.stderr
    assert "Superuser created" in made.stdout


def test_a_command_without_settings_refuses_to_use_an_empty_database(house: Engine) -> None:
    asked = house.inside("web", "python", "manage.py", "forget", ADDRESS, environ={})

    assert asked.returncode != 0
    assert "is not set" in asked.stderr


def test_processes_have_no_rights_over_their_own_code(house: Engine) -> None:
    assert house.inside("web", "id", "-u").stdout.strip() == "1000"
    assert house.inside("web", "sh", "-c", "touch /app/manage.py /app/new").returncode != 0


def test_no_secret_is_in_the_image(house: Engine) -> None:
    # Every file with secrets that stood beside the Dockerfile holds the words looked for.
    planted = [house.folder / name for name in (".env", ".env.production", ".git/config")]
    assert all(HOLDS_SECRETS in file.read_bytes() for file in planted)
    name = buildah("from", "--pull-never", house.image).stdout.strip()
    tree = buildah("mount", name).stdout.strip()

    line = ["grep", "-rlF", "--devices=skip", HOLDS_SECRETS.decode(), tree]
    found = subprocess.run(line, capture_output=True, text=True, check=False)
    config = buildah("inspect", "--type", "image", house.image).stdout
    buildah("rm", name)

    assert found.stdout == ""
    assert HOLDS_SECRETS.decode() not in config
