"""docker-compose.yml and its env_file as docker compose reads them, as far as that file goes: a key
that is not known here is refused, so nothing in it goes untested without a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from dotenv import dotenv_values

# Left to the engine: how an image is made, what a port or a limit is, which profile, who restarts.
OF_THE_ENGINE = {
    "build",
    "image",
    "restart",
    "init",
    "ports",
    "mem_limit",
    "cpu_shares",
    "profiles",
}
READ = {"command", "environment", "env_file", "volumes", "depends_on", "healthcheck"}


@dataclass(frozen=True)
class Service:
    """One service: what runs, with what, and when it is well."""

    name: str
    command: list[str]
    environment: dict[str, str]
    volumes: dict[str, str]  # where in the container -> the volume's name
    needs: dict[str, str]  # another service -> the condition
    check: list[str]
    patience: float = 0  # seconds until the engine would call it unhealthy


def services(folder: Path) -> dict[str, Service]:
    """The services without a profile, by name."""
    rows = yaml.safe_load((folder / "docker-compose.yml").read_text())["services"]
    return {name: service(name, row, folder) for name, row in rows.items() if "profiles" not in row}


def service(name: str, row: dict[str, Any], folder: Path) -> Service:
    unread = set(row) - OF_THE_ENGINE - READ
    assert not unread, f"{name}: nobody reads {', '.join(unread)}"
    file = dotenv_values(folder / row["env_file"]) if "env_file" in row else {}
    check = row.get("healthcheck", {})
    tries = check.get("retries", 3)
    wait = seconds(check.get("interval", "30s")) + seconds(check.get("timeout", "30s"))
    return Service(
        name=name,
        command=row.get("command", []),
        # what stands in `environment` wins over the file
        environment={key: value or "" for key, value in file.items()} | row.get("environment", {}),
        volumes=dict(reversed(volume.split(":", 1)) for volume in row.get("volumes", [])),
        needs={other: need["condition"] for other, need in row.get("depends_on", {}).items()},
        check=asked(check["test"]) if check else [],
        patience=seconds(check.get("start_period", "0s")) + tries * wait,
    )


def asked(test: list[str]) -> list[str]:
    """The command of a health check."""
    form, *words = test
    return {"CMD": words, "CMD-SHELL": ["sh", "-c", *words]}[form]


def seconds(text: str) -> float:
    found = re.fullmatch(r"(\d+)s", text)
    assert found, f"{text} is no number of seconds"
    return float(found.group(1))


def filled(example: str, **values: str) -> str:
    """The file of settings made from the example: each named line, commented out or not, filled."""
    for name, value in values.items():
        example, count = re.subn(
            rf"^(# )?{name}=.*$", f"{name}={value}", example, flags=re.MULTILINE
        )
        assert count == 1, f"{name} stands {count} times in the example"
    return example
