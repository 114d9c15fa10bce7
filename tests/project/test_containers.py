"""Containers run the processes that `bin/serve` runs, healthy and without root."""

from pathlib import Path

import pytest
import yaml

from project.processes import commands

HOUSE = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((HOUSE / "docker-compose.yml").read_text())["services"]
OURS = ("web", "mail", "guides", "beat")


def test_compose_runs_exactly_the_processes_of_bin_serve() -> None:
    named = {service["command"][-1] for name, service in COMPOSE.items() if name in OURS}

    assert named == set(commands())


def test_nothing_in_compose_empties_what_the_file_of_settings_says() -> None:
    # `environment` wins over `env_file`: what stands there must be what the image fixes.
    for name in (*OURS, "prepare"):
        assert COMPOSE[name]["env_file"] == ".env.production"
        assert COMPOSE[name]["environment"] == {
            "HOST": "0.0.0.0",
            "PORT": "8000",
            "VAR_DIR": "/data",
        }


@pytest.mark.parametrize("name", OURS)
def test_each_process_is_asked_about_its_own_work(name: str) -> None:
    asked = COMPOSE[name]["healthcheck"]["test"]

    assert asked == ["CMD", "python", "-m", "project.alive", name]


def test_files_of_settings_stay_out_of_the_repository_and_the_image() -> None:
    assert ".env*" in (HOUSE / ".gitignore").read_text().splitlines()
    assert ".env*" in (HOUSE / ".dockerignore").read_text().splitlines()


@pytest.mark.parametrize("name", [*OURS, "postgres", "redis"])
def test_every_lasting_service_has_a_health_check_and_starts_again(name: str) -> None:
    assert COMPOSE[name]["healthcheck"]["test"]
    assert COMPOSE[name]["restart"] == "unless-stopped"


def test_mail_catcher_runs_only_under_the_development_profile() -> None:
    assert COMPOSE["mailcatcher"]["profiles"] == ["development"]


def test_image_runs_as_an_ordinary_user() -> None:
    lines = (HOUSE / "Dockerfile").read_text().splitlines()

    assert [line for line in lines if line.startswith("USER ")] == ["USER reframe"]
