"""Pictures: made fit, described, named once, served by name, shown in a text."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from pytest_django import DjangoAssertNumQueries, Settings

from guides.resource_limits import within
from practice import pictures
from practice.models import Image, Practice
from practice.templatetags.pictures import picture as picture_tag
from practice.templatetags.pictures import with_sizes
from writing import markdown
from writing.blocks import check_blocks

pytestmark = [
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
    pytest.mark.slow,
]  # Unfold's


def drawn(size: tuple[int, int] = (40, 20), kind: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", size, "#2f5d50").save(out, kind, **more)
    return out.getvalue()


def with_place(size: tuple[int, int] = (40, 20)) -> bytes:
    """A photograph that lies on its side and says where it was taken."""
    exif = Pillow.Exif()
    exif[0x0112] = 6  # to be turned
    exif[0x010F] = "A telling camera"
    return drawn(size, exif=exif)


def test_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    made = pictures.prepared(drawn((3200, 1600)))

    assert (made.width, made.height, made.ending) == (1600, 800, "jpg")


def test_nothing_hidden_stays_in_a_picture_and_it_stands_upright() -> None:
    made = pictures.prepared(with_place() + b"<script>alert(1)</script>")

    assert (made.width, made.height) == (20, 40)
    assert not Pillow.open(io.BytesIO(made.content)).getexif()
    assert b"camera" not in made.content
    assert b"script" not in made.content


def test_clear_picture_stays_clear() -> None:
    out = io.BytesIO()
    Pillow.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")

    made = pictures.prepared(out.getvalue())

    assert made.ending == "png"
    assert Pillow.open(io.BytesIO(made.content)).getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\0" * 40,
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0" + b"\0" * 100,
        drawn()[:60],
        drawn(kind="TIFF"),
    ],
)
def test_hostile_or_broken_file_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(pictures.UnfitPicture) as refused:
        pictures.prepared(content)

    assert str(refused.value).endswith(".")


def test_picture_of_too_many_points_is_refused_before_it_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "_drawn", lambda _found: pytest.fail("drawn"))

    with pytest.raises(pictures.UnfitPicture, match="20 million points"):
        pictures.prepared(flat((7_000, 7_000)))


def flat(size: tuple[int, int]) -> bytes:
    """A PNG of one colour: 49 million points in some kilobytes."""
    out = io.BytesIO()
    Pillow.new("1", size).save(out, "PNG")
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "more", "fits"),
    [
        ((8_000, 6_000), {}, True),
        ((8_000, 6_000), {"progressive": True}, False),
        ((5_000, 4_900), {"progressive": True}, True),
        ((9_000, 6_000), {}, False),
    ],
)
def test_photograph_of_a_good_camera_is_read_in_little_memory(
    size: tuple[int, int], more: dict[str, object], fits: bool
) -> None:
    photograph = drawn(size, **more)

    if not fits:
        with pytest.raises(pictures.UnfitPicture, match="million points"):
            pictures.prepared(photograph)
        return
    with within(seconds=60, megabytes=300):
        assert pictures.prepared(photograph).width == 1600


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["1", "P", "L", "LA", "RGB", "RGBA", "I;16"])
def test_largest_picture_of_each_kind_is_read_in_little_memory(mode: str) -> None:
    out = io.BytesIO()
    Pillow.new(mode, (5_000, 3_999)).save(out, "PNG", compress_level=1)

    with within(seconds=60, megabytes=300):
        assert pictures.prepared(out.getvalue()).width == 1600


@pytest.fixture
def author(db: None, settings: Settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    client = Client()
    client.force_login(get_user_model().objects.create_superuser(username="author", password="x"))
    return client


def upload(author: Client, **changed: object) -> object:
    file = SimpleUploadedFile("IMG_1234.jpg", changed.pop("content", None) or with_place())
    data = {"file": file, "name": "garden-gate", "alt": "A gate, half open", **changed}
    return author.post(reverse("admin:practice_image_add"), data)


def test_uploaded_picture_is_served_under_its_name(author: Client) -> None:
    upload(author)

    answer = author.get("/pictures/garden-gate")

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "immutable" in answer.headers["Cache-Control"]
    assert b"camera" not in b"".join(answer.streaming_content)
    assert "IMG_1234" not in str(Image.objects.get().file.name)


def test_uploaded_picture_is_kept_in_the_sizes_of_pages(author: Client) -> None:
    upload(author, content=drawn((1500, 500)))
    image = Image.objects.get()

    shown = picture_tag(image, "(min-width: 58rem) 37rem, 100vw")

    sizes = re.findall(r"(/pictures/file/\S+?\.webp) (\d+)w", shown)
    assert [width for _path, width in sizes] == ["320", "640", "960", "1280"]
    for path, width in sizes:
        answer = author.get(path)
        assert answer.headers["Content-Type"] == "image/webp"
        assert "immutable" in answer.headers["Cache-Control"]
        with Pillow.open(io.BytesIO(b"".join(answer.streaming_content))) as found:
            assert found.size == (int(width), round(int(width) / 3))
    assert 'width="1500" height="500"' in shown
    assert f'src="{image.get_absolute_url()}"' in shown


def test_small_picture_is_not_made_larger() -> None:
    assert list(pictures.prepared(drawn((200, 100))).renditions) == [200]


def test_picture_that_came_without_sizes_is_shown_as_it_is(author: Client) -> None:
    image = Image.objects.create(file="images/gate.jpg", alt="A gate <half> open")

    assert "srcset" not in picture_tag(image, "100vw")
    assert 'alt="A gate &lt;half&gt; open"' in picture_tag(image, "100vw")


def test_no_size_is_served_that_was_not_made(author: Client) -> None:
    upload(author, content=drawn((1500, 500)))
    path = Image.objects.get().srcset.split()[0]

    made = author.get(path)
    assert b"".join(made.streaming_content)
    assert author.get(path.replace("-320.", "-321.")).status_code == 404


class Silent(File):
    """A file of a bucket that answers to its name, and no more when it is read."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "gate.jpg")

    def read(self, *_size: int) -> bytes:
        raise RuntimeError("no answer")


@pytest.mark.parametrize("opened", [RuntimeError("no answer"), PermissionError(), Silent()])
def test_picture_of_a_bucket_that_does_not_answer_is_put_off_in_a_sentence(
    author: Client, monkeypatch: pytest.MonkeyPatch, opened: Exception | File
) -> None:
    upload(author)

    def open_it(*_args: object) -> File:
        if isinstance(opened, Exception):
            raise opened
        return opened

    monkeypatch.setattr(FileSystemStorage, "_open", open_it)
    for path in ("/pictures/garden-gate", Image.objects.get().smallest):
        answer = author.get(path)
        assert answer.status_code == 503
        assert answer.text.startswith("This picture cannot be fetched at the moment.")
        assert answer.headers["Cache-Control"] == "public, max-age=30"


def test_picture_whose_file_is_gone_is_not_found(author: Client) -> None:
    upload(author)
    Image.objects.get().file.storage.delete(str(Image.objects.get().file.name))

    assert author.get("/pictures/garden-gate").status_code == 404


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"alt": ""}, "This field is required"),
        ({"content": b"no picture"}, "no picture we can read"),
    ],
)
def test_picture_without_description_name_or_points_is_not_saved(
    author: Client, fault: dict[str, object], said: str
) -> None:
    page = upload(author, **fault)

    assert said in page.text  # type: ignore[attr-defined]
    assert not Image.objects.exists()


def test_short_name_is_made_of_what_was_typed(author: Client) -> None:
    upload(author, name="Garden gate!")

    assert Image.objects.get().name == "garden-gate"


def test_named_picture_keeps_its_file_and_stays(author: Client) -> None:
    upload(author)
    image = Image.objects.get()
    page = reverse("admin:practice_image_change", args=[image.pk])

    author.post(page, {"alt": "The gate", "name": "other"})

    again = Image.objects.get()
    assert (again.alt, again.name, again.file.name) == ("The gate", "garden-gate", image.file.name)
    assert author.post(reverse("admin:practice_image_delete", args=[image.pk])).status_code == 403


def test_picture_in_a_text_of_a_page_comes_in_sizes_with_the_words_of_the_text(
    author: Client,
) -> None:
    upload(author, content=drawn((1500, 500)))
    Practice.objects.the()
    Practice.objects.update(privacy_extra='::: picture garden-gate\nThe "gate", <half> open\n:::')

    page = author.get("/privacy/").text

    (shown,) = re.findall(r'<p class="picture">(.*?)</p>', page)
    assert re.findall(r" (\d+)w", shown) == ["320", "640", "960", "1280"]
    assert 'src="/pictures/garden-gate" alt="The &quot;gate&quot;, &lt;half&gt; open"' in shown
    assert 'width="1500" height="500" loading="lazy"' in shown


def test_pictures_of_a_page_are_asked_for_once_and_those_gone_are_left(
    author: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    upload(author, content=drawn((1500, 500)))
    there, gone = (
        f'<p class="picture"><img src="https://reframe.example/pictures/{name}" alt="x"></p>'
        for name in ("garden-gate", "gone")
    )

    with django_assert_num_queries(1):
        shown = with_sizes(there + gone + there)
    with django_assert_num_queries(0):
        assert with_sizes("<p>No picture.</p>") == "<p>No picture.</p>"

    assert shown.count("<picture>") == 2
    assert gone in shown


def test_picture_in_a_text_comes_from_this_house_with_its_description() -> None:
    html = markdown.to_html('::: picture garden-gate\nA "gate", <half> open\n:::')

    assert 'pictures/garden-gate"' in html
    assert 'alt="A &quot;gate&quot;, &lt;half&gt; open"' in html
    assert "garden-gate" not in markdown.to_text("::: picture garden-gate\nA gate\n:::")


@pytest.mark.parametrize(
    "text", ["::: picture\nA gate\n:::", "::: picture ../x\nA gate\n:::", "::: picture gate\n:::"]
)
def test_picture_needs_a_name_and_a_description(text: str) -> None:
    assert check_blocks(text)


def test_pictures_of_other_sites_never_come_in() -> None:
    assert "<img" not in markdown.to_html("![x](https://evil.example/x.png)")
    assert "<img" not in markdown.to_html('<img src="https://evil.example/x.png">')
