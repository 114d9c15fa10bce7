from xml.etree import ElementTree

from writing.chart import Bar, bars

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [
    Bar("presence", "How much no there is", 58.3, "Often, in your answers."),
    Bar("toll", "What it costs <you> & yours", None, "There are not enough answers here to say."),
    Bar("pushing", "Leaning in", 100, "Nearly always.", previous=25),
]


def drawn(rows=ROWS, **options):
    return ElementTree.fromstring(bars(rows, **options))


def test_the_picture_has_a_role_a_title_and_says_everything_in_words():
    picture = drawn(title="You & yours", ident="meeting")

    assert picture.get("role") == "img"
    assert picture.find(f"{SVG}title").text == "You & yours"
    assert picture.find(f"{SVG}title").get("id") == "meeting-title"
    assert picture.get("aria-labelledby") == "meeting-title meeting-desc"
    described = picture.find(f"{SVG}desc").text
    assert all(row.label in described and row.words in described for row in ROWS)


def test_a_sentence_of_two_lines_leaves_no_word_alone():
    row = Bar("presence", "How much no there is", 70, "With this client, a no often showed itself.")

    lines = [text.text for text in drawn([row]).iter(f"{SVG}text")]

    assert lines == ["How much no there is", "With this client, a no", "often showed itself."]


def test_words_stand_on_the_picture_and_numbers_do_not():
    words = " ".join(text.text for text in drawn().iter(f"{SVG}text"))

    assert all(row.label in words and row.words in words for row in ROWS)
    assert not any(character.isdigit() for character in words)


def test_bars_are_as_long_as_their_share():
    lengths = [
        r.get("width") for r in drawn().iter(f"{SVG}rect") if r.get("class") == "bars__length"
    ]

    assert lengths == ["58.3%", "99.7%"]


def test_an_earlier_answer_is_marked_and_the_mark_explained():
    (mark,) = drawn().iter(f"{SVG}line")

    assert mark.get("x1") == "25%"
    assert "last time" in bars(ROWS)
    assert "last time" not in bars(ROWS[:2])


def test_nothing_needs_a_style_attribute_or_a_width_beyond_a_phone():
    markup = bars(ROWS)

    assert "style=" not in markup
    assert 'width="100%"' in markup
    assert all(len(text.text) <= 42 for text in drawn().iter(f"{SVG}text"))


def test_rows_follow_each_other_without_touching():
    rows = [ROWS[1]] * 3
    tops = [int(r.get("y")) for r in drawn(rows).iter(f"{SVG}rect")]

    assert tops == sorted(set(tops))
    assert int(drawn(rows).get("height")) > tops[-1] + 12


def test_no_rows_draw_nothing():
    assert bars([]) == ""


def test_a_bar_that_costs_is_striped_and_says_its_word():
    toll = Bar("toll", "What it costs", 70, "It often cost you.", word="often", is_striped=True)
    picture = drawn([ROWS[0], toll], ident="both")

    fills = [r.get("fill") for r in picture.iter(f"{SVG}rect") if "length" in r.get("class", "")]
    assert fills == ["currentColor", "url(#both-stripes)"]
    assert picture.find(f"{SVG}defs/{SVG}pattern").get("id") == "both-stripes"
    assert [t.text for t in picture.iter(f"{SVG}text") if t.get("class") == "bars__word"] == [
        "often"
    ]
    assert drawn([ROWS[0]]).find(f"{SVG}defs") is None
