"""A year of a course for people in every time zone, on a pretend clock: `bin/bench year [--small]`.

100 thousand people (--small: 300) confirm at all hours of ten months; the real scheduler looks
at whoever is due, on PostgreSQL, in the batches it works in, every four hours: as late as the
windows allow. The post office only writes down. At the end every lesson of everybody is counted
in the reader's own zone.

lessons       how many were sent, of eight a person
lost          lessons that never came
doubled       mails that are not the one mail of a lesson
outside       sent outside 9:00 to 13:00 on a weekday where the reader is
two_a_day     days on which somebody got two
out_of_order  people whose lessons did not come from first to last
us_per_lesson microseconds of the scheduler for one lesson, from due to settled (the reader's
              coming and the end of the course included)
minutes       how long the whole year took

The five in the middle must be 0.
"""

from __future__ import annotations

from time import perf_counter

from benchmarks import machine, measure

LESSONS = 8
BROKEN = ("lost", "doubled", "outside", "two_a_day", "out_of_order")


def main() -> None:
    people = 300 if measure.is_small(__doc__) else 100_000
    with machine.servers(durable=False) as servers, machine.folder() as var:
        env = machine.environment(var, DATABASE_URL=servers.create("year"))
        machine.manage(env, "migrate", "--verbosity", "0")
        line = machine.with_django("benchmarks.year_work")
        with machine.worker(line, env) as work:
            measure.say(f"{people:,} people, {LESSONS} lessons, one year")
            began = perf_counter()
            lessons, zones, *broken, ms = map(int, work.ask(f"{people} {LESSONS}").split())
            took = perf_counter() - began
    faults = dict(zip(BROKEN, broken, strict=True))
    figures = {"people": people, "zones": zones, "lessons": lessons, **faults}
    figures["us_per_lesson"] = round(ms / max(lessons, 1) * 1000)
    figures["minutes"] = measure.rounded(took / 60)
    promises = {f"nothing {name.replace('_', ' ')}": not count for name, count in faults.items()}
    measure.close("year", figures, promises)


if __name__ == "__main__":
    main()
