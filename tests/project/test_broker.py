"""The embedded broker delivers whole messages, and survives torn ones."""

from __future__ import annotations

import errno
import json
import threading
from pathlib import Path

import pytest
from kombu import Connection

from project import broker

TORN = "00000000000000000000_torn.post.msg"


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    broker.register()
    folders = {name: tmp_path / name for name in ("queue", "processed", "control")}
    for folder in folders.values():
        folder.mkdir()
    return Connection(
        "folders://localhost",
        transport_options={
            "data_folder_in": str(folders["queue"]),
            "data_folder_out": str(folders["queue"]),
            "processed_folder": str(folders["processed"]),
            "control_folder": str(folders["control"]),
        },
    )


def test_torn_message_is_dropped_and_the_next_one_delivered(
    connection: Connection, tmp_path: Path
) -> None:
    with connection, connection.SimpleQueue("post") as queue:
        (tmp_path / "queue" / TORN).write_bytes(b"")
        queue.put({"number": 1})

        found = queue.get(timeout=5)

        assert found.payload == {"number": 1}


def test_message_is_never_seen_half_written(connection: Connection, tmp_path: Path) -> None:
    seen: list[str] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.extend(file.read_text() for file in (tmp_path / "queue").glob("*.msg"))

    reader = threading.Thread(target=look)
    reader.start()
    with connection, connection.channel() as channel:
        for number in range(200):
            channel._put("post", {"number": number, "filling": "x" * 5000})
    done.set()
    reader.join()

    assert all(json.loads(text)["filling"] for text in seen)
    assert len(list((tmp_path / "queue").glob("*.post.msg"))) == 200


def test_a_message_that_finds_no_room_leaves_no_file_behind(
    connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(file: Path, _text: str) -> None:
        file.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    with connection, connection.channel() as channel:
        monkeypatch.setattr(Path, "write_text", write)
        with pytest.raises(OSError, match="No space left"):
            channel._put("post", {"number": 1})

    assert list((tmp_path / "queue").iterdir()) == []


def test_binding_the_same_queue_twice_is_remembered_once(connection: Connection) -> None:
    with connection, connection.channel() as channel:
        channel._queue_bind("post", "post", "", "post")
        channel._queue_bind("post", "post", "", "post")
        channel._queue_bind("post", "other", "", "other")

        assert sorted(bound.queue for bound in channel.get_table("post")) == ["other", "post"]
