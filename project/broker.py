"""Celery's broker in folders, for the embedded world: kombu's, with messages that appear whole.

Kombu writes a message under its final name and locks it after; a reader in between meets an empty
file and dies. Here a message is written aside and renamed, and a torn one is dropped: the database
owns every due time, so a lost wake-up costs seconds.
"""

from __future__ import annotations

import fcntl
import json
import logging
import uuid
from pathlib import Path
from time import monotonic_ns
from typing import Any, ClassVar

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Messages are files; renaming is atomic."""

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str | None, queue: str) -> None:
        bound = [routing_key or "", pattern or "", queue or ""]
        file = self.control_folder / f"{exchange}.exchange"
        # Processes start at once and each reads, adds and writes: without the lock one's queue is
        # lost.
        with (file.parent / "lock").open("w") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            table = json.loads(file.read_text()) if file.exists() else []
            if bound not in table:
                draft = file.with_suffix(".draft")
                draft.write_text(json.dumps([bound, *table]))
                draft.replace(file)

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as kombu names it
        folder = Path(self.data_folder_out)
        # Kombu takes the first by name, so names ascend; the wall clock may step back, this one
        # does not.
        name = f"{monotonic_ns() // 1000:020d}_{uuid.uuid4()}"
        draft = folder / f"{name}.draft"
        try:
            draft.write_text(dumps(payload))
            draft.replace(folder / f"{name}.{queue}.msg")
        except OSError:
            # On a full disk each wake-up would leave an empty file behind, several a second.
            draft.unlink(missing_ok=True)
            raise

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        while True:
            try:
                return super()._get(queue)
            except json.JSONDecodeError:
                log.warning("dropped a torn message of %s", queue)

    def _size(self, queue: str) -> int:
        return sum(1 for _file in Path(self.data_folder_in).glob(f"*.{queue}.msg"))


class FolderTransport(filesystem.Transport):
    """`folders://`"""

    Channel = Channel
    default_connection_params: ClassVar[dict[str, Any]] = {}  # a folder has no host to warn about

    def driver_version(self) -> str:
        return "1"


def register() -> None:
    """Make `folders://` a broker address."""
    TRANSPORT_ALIASES["folders"] = "project.broker:FolderTransport"
