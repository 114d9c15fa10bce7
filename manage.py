#!/usr/bin/env python
"""Django's command line for this project; uses the project's own Python when started by another."""

import os
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent
PYTHON = HOUSE / ".venv" / "bin" / "python"

if __name__ == "__main__":
    if Path(sys.prefix) != PYTHON.parent.parent and not os.environ.get("IN_IMAGE"):
        if not PYTHON.exists():
            subprocess.run([HOUSE / "bin" / "setup"], check=True, stdout=sys.stderr)
        os.execv(PYTHON, [str(PYTHON), *sys.argv])

    from django.conf import settings
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    database = settings.DATABASES["default"]
    if not settings.DEBUG and "sqlite" in database["ENGINE"]:
        print(f"DATABASE_URL is not set: using the file {database['NAME']}", file=sys.stderr)
    execute_from_command_line(sys.argv)
