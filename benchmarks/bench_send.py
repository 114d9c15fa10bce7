"""How fast letters leave, durably, by one process: `bin/bench send [--small]`.

All go into postfix's smtp-sink over one connection, with PostgreSQL syncing every commit; rounds
are interleaved, figures are medians, in messages a second.

ours               from rows that are due: claim (consent, suppression, times asked in its own
                   statement), signed links, personalised MIME, SMTP, each acceptance marked
ours_with_rows     the same, and writing the unique rows before it, 500 at a time as the timetable
                   does
raw_smtplib        Python's smtplib handing over the same messages as ready bytes; no database
raw_pipelined      the same with RFC 2920 pipelining, by hand
django_email       Django's EmailMultiAlternatives from ready words on one connection; no database
post_office        django-post-office sending the same words from rows queued before (its own
                   claim and marks; the same PostgreSQL)
x_raw_smtplib      ours / raw_smtplib     (must 1.0)
x_django_email     ours / django_email    (must 10)
x_post_office      ours / post_office
"""

from __future__ import annotations

from pathlib import Path

from benchmarks import machine, measure

MUST_RAW, MUST_DJANGO = 1.0, 10
POST_OFFICE = ("django-post-office==3.12.0", "django==6.1.3", "psycopg[binary]>=3.3")


def figures(servers: machine.Servers, port: int, var: Path, *, small: bool) -> dict[str, float]:
    env = machine.environment(
        var, DATABASE_URL=servers.database_url, EMAIL_URL=f"smtp://127.0.0.1:{port}"
    )
    machine.install(env)
    work = machine.within(env, "benchmarks.send_work").Work(port, 300 if small else 3000)
    with work.post_office(machine.peers(*POST_OFFICE), servers) as post_office:
        runs = {
            "ours": work.ours,
            "raw_smtplib": work.raw,
            "django_email": work.django,
            "ours_with_rows": work.ours_with_rows,
            "raw_pipelined": work.pipelined,
            "post_office": post_office,
        }
        found = measure.medians(measure.interleaved(runs))
    rates = {name: round(rate) for name, rate in found.items()}
    ratios = {
        f"x_{name}": measure.rounded(found["ours"] / found[name])
        for name in ("raw_smtplib", "django_email", "post_office", "raw_pipelined")
    }
    return ratios | rates


def main() -> None:
    small = measure.is_small(__doc__)
    with machine.servers() as servers, machine.sink() as port, machine.folder() as var:
        found = figures(servers, port, var, small=small)
    measure.close(
        "send",
        found,
        {
            f"{MUST_RAW}x raw smtplib": found["x_raw_smtplib"] >= MUST_RAW,
            f"{MUST_DJANGO}x Django's own path": found["x_django_email"] >= MUST_DJANGO,
        },
    )


if __name__ == "__main__":
    main()
