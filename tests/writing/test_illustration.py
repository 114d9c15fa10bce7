from writing.illustration import BEDS, TONES, figures


def test_no_two_results_of_one_assessment_are_drawn_alike():
    keys = tuple(f"result-{number}" for number in range(len(BEDS)))

    drawn = figures(keys)

    assert len({figure.svg for figure in drawn.values()}) == len(BEDS)
    assert len({figure.tone for figure in drawn.values()}) == TONES


def test_drawing_goes_by_the_key_and_not_by_its_place_in_the_list():
    assert figures(("one", "two", "three")) == figures(("three", "one", "two"))
    assert figures(("one",))["one"].svg == figures(("one", "zzz"))["one"].svg


def test_more_results_than_beds_are_drawn_all_the_same():
    keys = tuple(f"result-{number}" for number in range(len(BEDS) + 3))

    assert len({figure.svg for figure in figures(keys).values()}) == len(keys)


def test_drawing_says_nothing_and_needs_no_style():
    (figure,) = figures(("one",)).values()

    assert 'aria-hidden="true"' in figure.svg
    assert "style=" not in figure.svg
    assert len(figure.svg) < 16_000
