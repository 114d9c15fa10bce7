"""What one message costs in processor time: `bin/bench render [--small]`.

us_per_message   render and serialise: from a row to the bytes for SMTP, letters of the starter
                 course for seven kinds of readers (must 300, goal 50)
us_all_in        the whole pass on PostgreSQL: claim, render, SMTP into smtp-sink, mark; this
                 process's own processor time (must 200)
us_smtp_mark     what of it is not rendering
cache_hits       the share of messages whose variant was compiled before
us_cold          compiling a variant for the first time
us_django        the same words through Django's EmailMultiAlternatives, only to serialise
kb               the size of a message

Medians of interleaved rounds.
"""

from __future__ import annotations

from benchmarks import machine, measure

MUST_RENDER, MUST_ALL = 300, 200


def main() -> None:
    small = measure.is_small(__doc__)
    with machine.servers() as servers, machine.sink() as port, machine.folder() as var:
        env = machine.environment(
            var, DATABASE_URL=servers.database_url, EMAIL_URL=f"smtp://127.0.0.1:{port}"
        )
        machine.install(env)
        figures = machine.within(env, "benchmarks.render_work").figures(small=small)
    measure.close(
        "render",
        figures,
        {
            f"{MUST_RENDER} µs to render and serialise": figures["us_per_message"] <= MUST_RENDER,
            f"{MUST_ALL} µs all in": figures["us_all_in"] <= MUST_ALL,
        },
    )


if __name__ == "__main__":
    main()
