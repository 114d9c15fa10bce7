"""Where files lie: a folder, or a bucket behind S3, by one variable."""

import pytest
from django.core.files.storage import storages

from project.env import Env, WrongSetting
from project.files import storage

FAR = "s3://guides/reframe?region=eu-west-1&endpoint=https://s3.example.org&style=path"
KEYS = {"STORAGE_KEY": "key", "STORAGE_SECRET": "secret"}


def test_files_lie_in_the_media_folder_or_in_another() -> None:
    assert storage("file://", Env({}))["OPTIONS"] == {}
    assert storage("file:///srv/my%20media", Env({}))["OPTIONS"] == {"location": "/srv/my media"}


def test_bucket_is_private_and_named_with_its_keys(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "secret").write_text("secret\n")
    environ = {"STORAGE_KEY": "key", "STORAGE_SECRET_FILE": str(tmp_path / "secret")}

    made = storages.create_storage(storage(FAR, Env(environ)))

    assert (made.bucket_name, made.location) == ("guides", "reframe")
    assert (made.access_key, made.secret_key) == ("key", "secret")
    assert (made.endpoint_url, made.region_name) == ("https://s3.example.org", "eu-west-1")
    assert (made.addressing_style, made.default_acl) == ("path", None)
    assert made.file_overwrite is False


@pytest.mark.parametrize(
    ("url", "environ", "said"),
    [
        ("s3://", {}, "name a bucket"),
        ("s3://key:secret@bucket", {}, "no key"),
        ("s3://bucket?colour=green", {}, "colour"),
        ("s3://bucket?region=", {}, "region"),
        ("s3://bucket?endpoint=s3.example.org", {}, "endpoint"),
        ("s3://bucket?style=round", {}, "style"),
        ("s3://bucket", {"STORAGE_KEY": "key"}, "go together"),
        ("file://media", {}, "whole path"),
    ],
)
def test_wrong_place_is_said_in_one_line(url: str, environ: dict[str, str], said: str) -> None:
    with pytest.raises(WrongSetting, match=said) as wrong:
        storage(url, Env(environ))

    assert str(wrong.value).startswith("STORAGE_")
    assert "\n" not in str(wrong.value)
