"""For container health checks: `python -m project.alive web|mail|guides|beat` exits 0 or says why.

Asked every half minute, so it loads none of the house but the table of regular checks.
"""

from __future__ import annotations

import http.client
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.apps import apps
from django.conf import settings

from health.clock import real_now
from project.env import HOUSE, WrongSetting, database, environment

# process -> the regular check that shows it at work; beat wakes all, so any of them will do
SHOWN_BY = {"mail": "mail.send_due", "guides": "guides.build_due", "beat": ""}
SECONDS = 4


def web() -> str:
    """What is wrong with the web process of this machine, asked by the site's own name."""
    port = environment.number("PORT", 8000, high=65535)
    site = urlsplit(environment.text("SITE_URL", "http://127.0.0.1"))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        # By the site's own name: any other Host is refused (ALLOWED_HOSTS).
        connection.request("GET", "/healthz", headers={"Host": site.netloc})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"nothing answers on port {port} ({type(error).__name__})"
    finally:
        connection.close()
    return "" if status == 200 else f"/healthz answers {status}"


def worked(tick: str) -> str:
    """What is wrong with the work that `tick` (or any) records."""
    folder = Path(environment.text("VAR_DIR", str(HOUSE / "var")))
    file = Path(environment.text("DATABASE_FILE", str(folder / "db.sqlite3")))
    rows = database(environment.text("DATABASE_URL", ""), sqlite_file=file)
    settings.configure(INSTALLED_APPS=["health"], DATABASES={"default": rows}, USE_TZ=True)
    django.setup()
    done = apps.get_model("health.Tick")._default_manager.recent(real_now())
    if (done.filter(name=tick) if tick else done).exists():
        return ""
    return f"{tick or 'any regular check'} was not done for three minutes"


def main(process: str) -> str:
    try:
        return web() if process == "web" else worked(SHOWN_BY[process])
    except WrongSetting as wrong:
        return str(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) or None)
