"""django-post-office beside us, run by the Python of a virtual environment of its own.

Reads a count a line, queues so many mails of the same words, prints how many a second it sent
from there by one process. Arguments: the folder with PostgreSQL and the words, the SMTP port.
"""

import logging
import sys
from pathlib import Path
from time import perf_counter

import django
from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string

HOME, PORT = Path(sys.argv[1]), int(sys.argv[2])
DATABASE = {"ENGINE": "django.db.backends.postgresql", "HOST": str(HOME / "pg"), "USER": "test"}


def create_database() -> None:
    connect = import_string("psycopg.connect")
    with connect(f"host={HOME / 'pg'} user=test dbname=postgres", autocommit=True) as line:
        line.execute("CREATE DATABASE post_office")


def configure() -> None:
    settings.configure(
        SECRET_KEY="peer",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["django.contrib.contenttypes", "post_office"],
        DATABASES={"default": {**DATABASE, "NAME": "post_office"}},
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        EMAIL_BACKEND="post_office.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=PORT,
        POST_OFFICE={
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
            "BATCH_SIZE": 1000,
            "LOG_LEVEL": 0,
            "THREADS_PER_PROCESS": 1,
        },
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
    django.setup()
    call_command("migrate", verbosity=0)


def run(count: int, text: str, html: str) -> float:
    send_many = import_string("post_office.mail.send_many")
    send_queued = import_string("post_office.mail.send_queued")
    send_many(
        [
            {
                "recipients": [f"reader{number}@example.net"],
                "sender": "hello@example.org",
                "subject": "Resistance makes sense",
                "message": text,
                "html_message": html,
                "headers": {"List-Unsubscribe": f"<https://example.org/{number}>"},
            }
            for number in range(count)
        ]
    )
    began, sent = perf_counter(), 0
    while sent < count:
        done, failed, _again = send_queued(processes=1)
        if failed or not done:
            raise RuntimeError(f"sent {sent + done} of {count}, {failed} failed")
        sent += done
    return sent / (perf_counter() - began)


def main() -> None:
    logging.disable(logging.INFO)
    create_database()
    configure()
    words = [(HOME / name).read_text() for name in ("letter.txt", "letter.html")]
    for line in sys.stdin:
        print(run(int(line), *words), flush=True)


if __name__ == "__main__":
    main()
