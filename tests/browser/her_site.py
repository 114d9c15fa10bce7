"""The author's own website, of another origin, with a line of ours in its page."""

from __future__ import annotations

import secrets
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

ALLOW = """
from landing.models import AllowedSite
AllowedSite.objects.get_or_create(origin="{origin}")
"""
HOST = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Her site</title><style>
a {{ color: rgb(1, 2, 3) }} button {{ color: rgb(4, 5, 6) }} iframe {{ border: 9px solid red }}
</style></head><body><p><a id="before" href="#x">Her link</a> <button id="hers">Hers</button></p>
<script>window.heard = []; addEventListener("message", (event) => heard.push(event.data));</script>
{line}<p id="after">Her page goes on.</p></body></html>"""


class Host(BaseHTTPRequestHandler):
    """Her website: whatever the path, the line of this test in a page with styles of its own."""

    lines: dict[str, str]

    def __init__(self, lines: dict[str, str], *args: object) -> None:
        self.lines = lines
        super().__init__(*args)  # type: ignore[arg-type]  # what its server hands it

    def do_GET(self) -> None:
        body = HOST.format(line=self.lines.get(self.path.partition("?")[0], "")).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


class Website:
    """A site of hers under a loopback name."""

    def __init__(self, name: str) -> None:
        self.lines: dict[str, str] = {}
        address = "127.0.0.2" if name == "127.0.0.2" else "127.0.0.1"
        self.server = ThreadingHTTPServer((address, 0), partial(Host, self.lines))
        self.origin = f"http://{name}:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def page(self, line: str) -> str:
        path = f"/{secrets.token_hex(4)}"
        self.lines[path] = line
        return self.origin + path

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
