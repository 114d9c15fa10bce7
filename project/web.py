"""The web server: granian, its workers forked from a process that has loaded everything, so that
they share its memory. Run as `python -m project.web` with granian's own options.
"""

import multiprocessing

from granian.cli import entrypoint

import project.asgi  # noqa: F401 (loaded here, and shared)

if __name__ == "__main__":
    multiprocessing.set_start_method("fork", force=True)
    entrypoint()  # type: ignore[no-untyped-call]  # granian gives its command line no types
