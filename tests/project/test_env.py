"""A wrong environment value stops the start with one line naming the variable."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from project.env import Env, WrongSetting, database, lines, source
from project.files import storage
from project.mailers import WEBHOOK_SECRETS, anymail, mailers

HOUSE = Path(__file__).resolve().parents[2]


def test_value_comes_from_a_file_when_name_file_is_set(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret\n")

    assert Env({"SECRET_KEY_FILE": str(tmp_path / "key")}).text("SECRET_KEY") == "secret"


@pytest.mark.parametrize(
    ("ask", "environ"),
    [
        (lambda env: env.flag("DEBUG"), {"DEBUG": "perhaps"}),
        (lambda env: env.number("PORT", 1, high=9), {"PORT": "70000"}),
        (lambda env: env.number("PORT", 1), {"PORT": "x"}),
        (lambda env: env.url("REDIS_URL", "", {"redis"}), {"REDIS_URL": "http://x"}),
        (lambda env: env.text("SECRET_KEY"), {}),
        (lambda env: env.text("SECRET_KEY"), {"SECRET_KEY_FILE": "/does/not/exist"}),
    ],
)
def test_wrong_value_names_its_variable(ask, environ) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(WrongSetting) as wrong:
        ask(Env(environ))

    assert str(wrong.value).split()[0].rstrip(":").removesuffix("_FILE") in (
        "DEBUG",
        "PORT",
        "REDIS_URL",
        "SECRET_KEY",
    )


def test_environment_wins_over_the_file_and_an_empty_value_is_an_unset_one(tmp_path: Path) -> None:
    (tmp_path / "settings").write_text("A=file\nB=file\nC=\n")

    found = source({"ENV_FILE": str(tmp_path / "settings"), "A": "given", "B": " "})

    assert [found.text(name, "default") for name in "ABC"] == ["given", "file", "default"]


def test_environment_wins_over_a_secrets_file_that_the_file_names(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("old\n")

    found = Env({"SECRET_KEY": "given"}, {"SECRET_KEY_FILE": str(tmp_path / "key")})

    assert found.text("SECRET_KEY") == "given"


def test_file_may_hold_export_quotes_and_comments() -> None:
    text = "# note\nexport A=1\nB='x # y' # z\nC=a#b # note\nD='$x ${A}'\nE=\n"

    assert lines(text, named=".env") == {"A": "1", "B": "x # y", "C": "a#b", "D": "$x ${A}"}


@pytest.mark.parametrize(
    ("text", "said"),
    [("A=1\nno value at all\n", "line 2"), ('A="never closed\n', "line 1")],
)
def test_line_that_cannot_be_read_is_named(text: str, said: str) -> None:
    with pytest.raises(WrongSetting, match=said):
        lines(text, named=".env")


def test_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match="ENV_FILE"):
        source({"ENV_FILE": str(tmp_path / "none")})


def test_parts_of_the_database_url_are_decoded() -> None:
    url = "postgres://u:p%40@/na%20me?host=%2Frun%2Fpg&sslrootcert=%2Fetc%2Fca%20bundle.pem"

    found = database(url, sqlite_file=Path("x"))

    assert (found["HOST"], found["PASSWORD"], found["NAME"]) == ("/run/pg", "p@", "na me")
    assert found["OPTIONS"] == {"options": "-c jit=off", "sslrootcert": "/etc/ca bundle.pem"}


def test_a_pooler_that_takes_no_options_is_sent_none() -> None:
    found = database("postgres://u@/name?options=", sqlite_file=Path("x"))

    assert found["OPTIONS"] == {"options": ""}


def test_unencoded_password_is_said_in_one_line() -> None:
    with pytest.raises(WrongSetting, match="DATABASE_URL"):
        database("postgres://u:pa/ss@host:5432/name", sqlite_file=Path("x"))


def test_smtp_address_is_encrypted_unless_on_this_machine_or_told_otherwise() -> None:
    def options(url: str) -> dict[str, object]:
        return mailers(url, Path("box"))["default"]["OPTIONS"]

    assert options("smtp://u:p@mail.example.org")["use_tls"] is True
    assert options("smtp://127.0.0.1:1025")["use_tls"] is False
    assert options("smtps://mail.example.org")["port"] == 465
    assert options("smtp://catcher:1025?starttls=no")["use_tls"] is False
    with pytest.raises(WrongSetting, match="EMAIL_URL"):
        options("smtp://catcher:1025?starttls=maybe")


def test_provider_without_its_key_is_refused() -> None:
    with pytest.raises(WrongSetting, match="EMAIL_URL"):
        anymail("postmark://", Env({}))


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("EMAIL_URL", lambda: mailers("ses://@", Path("box"))),
        ("STORAGE_URL", lambda: storage("s3://bucket", Env({}))),
    ],
)
def test_packages_that_few_need_are_asked_for_in_one_line(
    name: str, ask: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("project.env.find_spec", lambda _module: None)

    with pytest.raises(WrongSetting, match=f"{name} needs packages .* --extra s"):
        ask()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "mysql://x/y"), ("EMAIL_URL", "carrier-pigeon://x"), ("DEBUG", "maybe")],
)
def test_start_stops_with_one_line(name: str, value: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=HOUSE,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "project.settings", name: value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].startswith(f"Settings: {name}")
    assert "Traceback" not in done.stderr


def test_secrets_of_webhooks_are_read_by_the_names_the_example_gives() -> None:
    example = (HOUSE / ".env.example").read_text()
    names = [name for name in WEBHOOK_SECRETS.values() if f"\n# {name}=" in example]
    found = anymail("file://", Env(dict.fromkeys(names, "s:1")))

    assert len(names) == len(WEBHOOK_SECRETS)
    assert found == {"WEBHOOK_SECRET": "s:1", "MAILGUN_WEBHOOK_SIGNING_KEY": "s:1"}
