"""Whether asking what is due stays flat as tables grow: `bin/bench due [--small]`.

Two databases on one PostgreSQL that syncs, one with 100 thousand mails and as many places in
courses, one with 5 million (--small: 20 and 200 thousand); a tenth waits for later, some are due,
the rest is over. Most mails that are due are the newest, a tenth of them lies anywhere; places
that are due lie anywhere. Measured in turn, each in a process of its own:

claim   the post office's own claim of 500 due mails: ask consent, suppression and times, hold
        them in a worker's name, commit
mark    that they were sent (told, no promise)
look    the timetable's own question for 500 people whose next lesson is due

p50_5m_over_100k   the median in the large database by the one in the small, the worse of the two
                   (must 1.5, goal 1.3)
p95_ms             the 95th percentile of the claim in the large database (must 40, goal 25)
"""

from __future__ import annotations

from contextlib import ExitStack

from benchmarks import machine, measure

MUST_RATIO, MUST_MS = 1.5, 40
WARM = 5  # the first claims of a process are not counted


def main() -> None:
    small = measure.is_small(__doc__)
    sizes = (20_000, 200_000) if small else (100_000, 5_000_000)
    claims = 20 if small else 60
    times: dict[str, list[float]] = {}
    with machine.servers() as servers, machine.folder() as var, ExitStack() as open_ones:
        workers = {}
        for size in sizes:
            env = machine.environment(var, DATABASE_URL=servers.create(f"rows_{size}"))
            machine.install(env)
            line = machine.with_django("benchmarks.due_work")
            workers[size] = open_ones.enter_context(machine.worker(line, env))
            measure.say(f"writing {size:,} rows a table")
            workers[size].ask(f"fill {size} {(claims + WARM) * 500}")
        for number in range(-WARM, claims):
            for size in sizes if number % 2 else reversed(sizes):
                for what in ("claim", "mark", "look"):
                    took = float(workers[size].ask(f"{what} 500"))
                    if number < 0:
                        continue
                    times.setdefault(f"{what}_{size}", []).append(took)
    close(times, *sizes)


def close(times: dict[str, list[float]], few: int, many: int) -> None:
    p50 = measure.medians(times)
    ratio = max(p50[f"{what}_{many}"] / p50[f"{what}_{few}"] for what in ("claim", "look"))
    worst = measure.p95(times[f"claim_{many}"])
    figures = {"p50_5m_over_100k": measure.rounded(ratio), "p95_ms": measure.rounded(worst)}
    figures |= {f"{name}_p50_ms": measure.rounded(value) for name, value in p50.items()}
    measure.close(
        "due",
        figures,
        {
            f"at most {MUST_RATIO}x from {few:,} to {many:,} rows": ratio <= MUST_RATIO,
            f"{MUST_MS} ms at p95": worst <= MUST_MS,
        },
    )


if __name__ == "__main__":
    main()
