"""How the shipped texts read, as the sample people of each offer get them, every one of them also
taken as one of each field: `bin/bench words`.

lowest, highest   US school grade of the result, the guide or the letters of one person, the
                  extremes of all (must be 5 to 9)
median, tenth, ninetieth   words of a sentence: the middle, and what one in ten and nine in ten do
                  not exceed
short             the share of sentences of eight words or fewer
twice             sentences that one person reads in two of result, guide and letters (none, but
                  what stands wherever it may be needed)
in_common, pair   the largest share of runs of five words that the guides of two people of other
                  field and profile have in common (must be at most 0.6), and which two, where there
                  are fields
borrowed          runs of eight words that stand in the source texts as well (none), where these lie
                  beside the project

Printed for each offer; the last line holds the extremes of all of them.
"""

from __future__ import annotations

from benchmarks import machine, measure

LOWEST, HIGHEST, MOST_IN_COMMON = 5, 9, 0.6


def main() -> None:
    measure.is_small(__doc__)
    with machine.folder() as var:
        work = machine.within(machine.environment(var), "benchmarks.words_work")
        offers, borrowed = work.offers(), work.borrowed()
    for name, figures in offers.items():
        measure.note(offer=name, **figures)
    if borrowed is None:
        measure.say("the source texts are not here: whether words are borrowed was not looked at")
    lowest = min(figures["lowest"] for figures in offers.values())
    highest = max(figures["highest"] for figures in offers.values())
    shared = max(figures.get("in_common", 0) for figures in offers.values())
    twice = sum(figures["twice"] for figures in offers.values())
    measure.close(
        "words",
        {
            "lowest": lowest,
            "highest": highest,
            "in_common": shared,
            "twice": twice,
            **({} if borrowed is None else {"borrowed": borrowed}),
        },
        {
            f"reading grade {LOWEST} to {HIGHEST}": LOWEST <= lowest <= highest <= HIGHEST,
            f"{MOST_IN_COMMON} of two guides in common": shared <= MOST_IN_COMMON,
            "no sentence twice": twice == 0,
            "no eight words of the sources": not borrowed,
        },
    )


if __name__ == "__main__":
    main()
