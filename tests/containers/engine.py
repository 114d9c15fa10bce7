"""What a container engine does with docker-compose.yml, done with buildah: containers of our image,
and PostgreSQL and Redis by this machine's programs under the names the file gives them. All of
them share one network of nothing but loopback (`bin/test containers` makes it).
"""

from __future__ import annotations

import contextlib
import os
import pwd
import signal
import subprocess
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from demo.house import DemoHouse
from tests.containers.compose import Service, services
from tests.mail.sink import Sink

BUILDAH = os.environ.get("CONTAINERS_BUILDAH", "buildah").split()
PROGRAMS = {
    "PATH": f"{os.environ.get('CONTAINERS_SERVERS', '')}:{os.environ['PATH']}",
    "LD_LIBRARY_PATH": os.environ.get("CONTAINERS_LIBRARIES", ""),
    "PGHOST": "127.0.0.1",
    "LC_ALL": "C.UTF-8",
}
NAMES = ("postgres", "redis", "mailcatcher")


def buildah(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*BUILDAH, *words], capture_output=True, text=True, check=check)


class Engine(DemoHouse):
    """The documented deployment. Steps of the demo's walk ask it as they ask the demo's house."""

    def __init__(self, folder: Path, image: str, site: str) -> None:
        self.folder, self.image, self.site = folder, image, site
        self.var, self.patience, self.seen = folder, 90.0, set()
        self.services = services(folder)
        self.sink = Sink(port=1025)  # the mail catcher of the manual
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def up(self) -> None:
        """Start each service that is not up, once what it needs is so; return when all with a check
        are well.
        """
        waiting = {name: row for name, row in self.services.items() if name not in self.running}
        while waiting:
            ready = [name for name, row in waiting.items() if not set(row.needs) & set(waiting)]
            assert ready, f"they wait for each other: {', '.join(waiting)}"
            for name in ready:
                service = waiting.pop(name)
                for other, condition in service.needs.items():
                    self.met(other, condition)
                self.start_service(service)
        for service in self.services.values():
            if service.check:
                self.met(service.name, "service_healthy")

    def met(self, name: str, condition: str) -> None:
        if condition == "service_completed_successfully":
            status = self.running[name].wait(120)
            assert status == 0, f"{name} ended with {status}: {self.log(name)}"
            return
        assert condition == "service_healthy", condition
        service = self.services[name]
        self.until(lambda: self.is_well(name), f"{name} is healthy", service.patience)

    def is_well(self, name: str) -> bool:
        """One health check; a process that ended will never be well."""
        child = self.running[name]
        assert child.poll() is None, f"{name} ended with {child.returncode}: {self.log(name)}"
        return self.ask(name).returncode == 0

    def ask(self, name: str) -> subprocess.CompletedProcess[str]:
        """The documented health check, once."""
        service = self.services[name]
        if name in NAMES:
            environ = os.environ | PROGRAMS
            return subprocess.run(
                service.check, env=environ, capture_output=True, text=True, check=False
            )
        return self.inside(name, *service.check)

    def start_service(self, service: Service) -> None:
        with (self.folder / f"{service.name}.log").open("ab") as log:
            self.running[service.name] = self.launch(service, log)

    def launch(self, service: Service, log: Any) -> subprocess.Popen[bytes]:
        if service.name == "postgres":
            return self.postgres(service, log)
        if service.name == "redis":
            home = self.volume("redis")
            line, environ = [*service.command, "--dir", str(home)], os.environ | PROGRAMS
            return subprocess.Popen(line, env=environ, stdout=log, stderr=log)
        self.create(service.name)
        line = self.line(service.name, *service.command)
        return subprocess.Popen(line, stdout=log, stderr=log, start_new_session=True)

    def create(self, name: str) -> None:
        """A container of our image, with nothing running in it."""
        hosts = [word for other in NAMES for word in ("--add-host", f"{other}:127.0.0.1")]
        buildah("from", "--pull-never", "--name", name, *hosts, self.image)
        for place in self.services[name].volumes:
            # the container's own copy of the image's volume would hide the named one
            buildah("config", "--volume", f"{place}-", name)

    def postgres(self, service: Service, log: Any) -> subprocess.Popen[bytes]:
        """As the image of that name: user, database and password by its environment."""
        home = self.volume("postgres")
        data, given = home / "data", service.environment
        owner = pwd.getpwnam(next(n for n in ("postgres", "nobody") if n in users()))
        os.chown(home, owner.pw_uid, owner.pw_gid)

        def run(*line: str, start: Callable[..., Any] = subprocess.run, **more: Any) -> Any:
            rights = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
            environ = os.environ | PROGRAMS
            return start(line, env=environ, cwd=home, stdout=log, stderr=log, **rights, **more)

        if not data.exists():
            word = home / "word"
            word.write_text(given["POSTGRES_PASSWORD"])
            word.chmod(0o644)
            login = ("-U", given["POSTGRES_USER"], "-A", "scram-sha-256", f"--pwfile={word}")
            run("initdb", "-D", str(data), *login, "-E", "UTF8", "--no-sync", check=True)
            script = f"CREATE DATABASE {given['POSTGRES_DB']}".encode()
            run("postgres", "--single", "-D", str(data), "postgres", input=script, check=True)
        places = ("-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={home}")
        return run("postgres", "-D", str(data), *places, start=subprocess.Popen)  # type: ignore[no-any-return]

    def mails(self) -> list[tuple[Path, EmailMessage]]:
        """Mails not seen before, oldest first."""
        rows = [(Path(str(number)), taken.message) for number, taken in enumerate(self.sink.taken)]
        return [row for row in rows if row[0] not in self.seen]

    def volume(self, name: str) -> Path:
        """A named volume; a new one belongs to whom the image says, here its user 1000."""
        place = self.folder / "volumes" / name
        if not place.exists():
            place.mkdir(parents=True)
            os.chown(place, 1000, 1000)
        return place

    def line(self, name: str, *command: str, environ: dict[str, str] | None = None) -> list[str]:
        """The command line that runs a command in a container."""
        service = self.services[name]
        given = service.environment if environ is None else environ
        settings = [word for pair in given.items() for word in ("--env", "=".join(pair))]
        volumes = [f"--volume={self.volume(v)}:{place}" for place, v in service.volumes.items()]
        return [
            *(*BUILDAH, "run", "--isolation", "chroot", *settings, *volumes, name, "--"),
            *command,
        ]

    def inside(
        self, name: str, *command: str, typed: str = "", environ: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """`docker compose exec`; with `environ` it is `docker run` with only that."""
        line = self.line(name, *command, environ=environ)
        return subprocess.run(line, input=typed, capture_output=True, text=True, check=False)

    def manage(self, *arguments: str, typed: str = "") -> str:
        """What a management command prints, given in the web container."""
        done = self.inside("web", "python", "manage.py", *arguments, typed=typed)
        if done.returncode:
            raise RuntimeError(f"manage.py {arguments[0]}: {done.stderr.strip()[-900:]}")
        return done.stdout

    def down(self, *names: str) -> None:
        """End services as `docker compose down` does; volumes stay."""
        names = names or tuple(self.running)
        ours = [name for name in names if name not in NAMES]
        for group in (ours, [name for name in names if name in NAMES]):
            for name in group:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.first_process(name), signal.SIGTERM)
            for name in group:
                self.running.pop(name).wait(30)
        for name in ours:
            buildah("rm", name)

    def first_process(self, name: str) -> int:
        """Who gets the engine's signal: the command, not the buildah processes around it."""
        child = self.running[name]
        if name in NAMES:
            return child.pid
        ours = [pid for pid in processes_of(child.pid) if not command_of(pid).startswith("buildah")]
        return min(ours, default=child.pid)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-2000:]

    def until[T](self, ask: Callable[[], T | None], what: str, seconds: float = 0) -> T:
        try:
            return super().until(ask, what, seconds)
        except RuntimeError as error:
            logs = "\n".join(f"== {name}\n{self.log(name)}" for name in self.running)
            raise AssertionError(f"{error}\n{logs}") from None


def users() -> set[str]:
    return {row.pw_name for row in pwd.getpwall()}


def processes_of(group: int) -> list[int]:
    """Every process of a group."""
    pids = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    return [pid for pid in pids if group_of(pid) == group]


def group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""
