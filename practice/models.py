"""The author's practice: one row that pages, letters and guides take names and colours from."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from practice import model_fields
from practice.free_mail import validate_own_domain
from practice.identity import Identity
from practice.look import DEFAULT
from practice.once import cached
from practice.zones import known_zones


def validate_zone(value: str) -> None:
    """Refuse a zone that the time zone database does not know."""
    if value not in known_zones():
        raise ValidationError(_("Choose a time zone such as Europe/Berlin."))


UNNAMED = "Example Practice"
"""What a practice is called until somebody says; readers never see it (`placeholders`)."""
FOLDER = "images"
RENDITION = re.compile(r"(?P<stem>[0-9A-Za-z_-]+)-(?P<width>\d{1,4})\.webp")


class ImageQuerySet(models.QuerySet["Image"]):
    def names(self) -> set[str]:
        """The short names by which texts may show a picture."""
        return set(self.exclude(name="").values_list("name", flat=True))

    def of_file(self, file: str) -> Image | None:
        """The picture whose file, or one of whose sizes, has this name."""
        own = self.filter(file=f"{FOLDER}/{file}").first()
        size = RENDITION.fullmatch(file)
        if own is not None or size is None:
            return own
        rows = self.filter(file__startswith=f"{FOLDER}/{size['stem']}.").order_by("pk")
        return next((image for image in rows if int(size["width"]) in image.widths), None)


def hashed_name(image: Image, filename: str) -> str:
    """Where a new picture goes: named by its content, so that its address may be kept for ever."""
    digest = hashlib.sha256()
    for part in image.file.chunks():
        digest.update(part)
    image.file.seek(0)
    return f"{FOLDER}/{digest.hexdigest()[:32]}{PurePosixPath(filename).suffix.lower()}"


class Image(models.Model):
    """A picture the author uploaded once, with the words for those who do not see it."""

    file = model_fields.ImageField(
        _("picture"),
        upload_to=hashed_name,
        validators=[FileExtensionValidator(["jpg", "jpeg", "png", "webp"])],
    )
    name = models.SlugField(
        _("short name, for your texts"),
        max_length=60,
        blank=True,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9-]*$", _("Small letters, digits and hyphens."))
        ],
        help_text=_("Such as garden-gate. It stays: letters that were sent show this picture."),
    )
    alt = models.CharField(_("description for people who do not see it"), max_length=200)
    # Its size in points, and the widths in which it is kept as WebP beside itself.
    width = models.PositiveSmallIntegerField(default=0, editable=False)
    height = models.PositiveSmallIntegerField(default=0, editable=False)
    widths = models.JSONField(default=list, editable=False)
    # Drawn by the product, such as a page of a guide: none of hers to choose or to change.
    is_drawn = models.BooleanField(default=False, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = (
            models.UniqueConstraint(
                fields=("name",), condition=~models.Q(name=""), name="picture_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.alt

    def get_absolute_url(self) -> str:
        """Where everybody may see it."""
        if self.name:
            return reverse("picture", args=[self.name])
        return reverse("picture_file", args=[PurePosixPath(str(self.file.name)).name])

    def rendition(self, width: int) -> str:
        """The name of its file in one of its `widths`, beside its own."""
        path = PurePosixPath(str(self.file.name))
        return str(path.with_name(f"{path.stem}-{width}.webp"))

    @property
    def smallest(self) -> str:
        """The address of the smallest size it is kept in."""
        if not self.widths:
            return self.get_absolute_url()
        return reverse("picture_file", args=[PurePosixPath(self.rendition(self.widths[0])).name])

    @property
    def srcset(self) -> str:
        """Its sizes as a page offers them to a browser; nothing where it is kept in one only."""
        at = ((width, PurePosixPath(self.rendition(width)).name) for width in self.widths)
        return ", ".join(f"{reverse('picture_file', args=[file])} {width}w" for width, file in at)


class SharePicture(models.Model):
    """The picture that stands where a page of this site is shared; drawn by a task."""

    path = models.CharField(max_length=200, unique=True)  # of the page
    image = models.OneToOneField(Image, models.CASCADE, related_name="+")
    # What it was drawn of: words, look; another means it is drawn anew.
    drawn_of = models.CharField(max_length=64)

    class Meta:
        ordering = ("path",)

    def __str__(self) -> str:
        return self.path


class PracticeQuerySet(models.QuerySet["Practice"]):
    def the(self) -> Practice:
        """The one practice; made with neutral defaults when there is none."""
        return cached("practice", lambda: self.get_or_create(pk=1)[0])


class Practice(models.Model):
    """One row, edited by the author."""

    name = models.CharField(_("practice name"), max_length=120, default=UNNAMED)
    language = model_fields.LanguageField(
        _("language of your readers"),
        help_text=_(
            "Buttons, dates and small print of pages that belong to no one assessment: booking, "
            "privacy, letters of this site. What you wrote yourself stays as you wrote it."
        ),
    )
    author_name = models.CharField(_("your name"), max_length=120, default="Your author")
    credentials = models.CharField(_("credentials"), max_length=200, blank=True)
    portrait = models.ForeignKey(
        Image,
        models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to={"is_drawn": False},
        verbose_name=_("portrait"),
    )
    about = models.TextField(_("who this is by"), blank=True)
    legal_name = models.CharField(_("legal name"), max_length=200, default=UNNAMED)
    postal_address = models.TextField(
        _("postal address"), default="1 Example Street\n12345 Example Town"
    )
    contact_email = models.EmailField(
        _("address readers may write to"), default="hello@example.org"
    )
    notice_email = models.EmailField(_("address for notices to you"), default="hello@example.org")
    from_email = model_fields.EmailField(
        _("letters come from"), default="hello@example.org", validators=[validate_own_domain]
    )
    from_name = models.CharField(_("sender's name"), max_length=120, default=UNNAMED)
    reply_to = models.EmailField(_("replies go to"), blank=True)
    tell_bookings = models.BooleanField(_("tell me of bookings"), default=True)
    tell_replies = models.BooleanField(_("tell me of replies"), default=True)
    tell_trouble = models.BooleanField(
        _("tell me at once when something is broken"),
        default=True,
        help_text=_("At most one letter in six hours, however much breaks."),
    )
    tell_weekly = models.BooleanField(
        _("write to me on Mondays"),
        default=True,
        help_text=_("The numbers of the week, and what needs you."),
    )
    dkim_selector = models.CharField(
        _("DKIM selector"),
        max_length=63,
        blank=True,
        help_text=_("Only if “Is everything well?” asks for it; your mail provider shows it."),
    )
    count_clicks = models.BooleanField(
        _("count clicks on the links of letters"),
        default=False,
        help_text=_(
            "Off, links lead straight to their pages. On, those in lessons and one-off letters "
            "pass through this site, which counts each click, never by whom. Your privacy page "
            "says so. A change holds from the next letter on; switching off stops counting at once."
        ),
    )
    sign_letters = models.BooleanField(
        _("your name, credentials and portrait below each letter"), default=True
    )
    zone = model_fields.CharField(
        _("your time zone"), max_length=64, default="UTC", validators=[validate_zone]
    )
    links = models.TextField(_("links, one a line: name, space, address"), blank=True)
    thanks = models.TextField(_("thanks, at the end of the guide"), blank=True)
    # The look that is published, written by `actions.publish_look` alone.
    accent = model_fields.CharField(_("accent colour"), max_length=7, default=DEFAULT.accent)
    warm = model_fields.CharField(_("second colour"), max_length=7, default=DEFAULT.warm)
    typeface = model_fields.CharField(_("typefaces"), max_length=20, default=DEFAULT.typeface)
    logo = models.CharField(_("logo"), max_length=60, blank=True)
    cover = model_fields.CharField(_("cover"), max_length=20, default=DEFAULT.cover)
    cover_picture = models.CharField(_("picture on the cover"), max_length=60, blank=True)
    cover_alt = models.CharField(max_length=200, blank=True)
    # The files of its icons, drawn when it is published; none, and those that are shipped stand.
    icon_svg = models.CharField(max_length=60, blank=True, editable=False)
    icon_tab = models.CharField(max_length=60, blank=True, editable=False)
    icon_touch = models.CharField(max_length=60, blank=True, editable=False)
    set_up_at = models.DateTimeField(null=True, editable=False)
    privacy_extra = models.TextField(_("more for the privacy page"), blank=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("your practice")
        verbose_name_plural = _("your practice")
        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="one_practice"),)

    def __str__(self) -> str:
        return self.name

    @property
    def portrait_name(self) -> str:
        return str(self.portrait.file.name) if self.portrait else ""

    @property
    def identity(self) -> Identity:
        """What letters and guides print of it now."""
        return Identity.of(self)


class PracticeRevision(models.Model):
    """What the practice said of itself from some moment on. Never changed, never deleted: a mail
    and a guide name the one they were made with, and are rendered again from it.
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    body = models.JSONField(_("what it said"))
    sha256 = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("since"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,  # null: a script or a command
        related_name="+",
        verbose_name=_("by whom"),
    )

    class Meta:
        verbose_name = _("version of your practice")
        verbose_name_plural = _("versions of your practice")
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"{self.number}"

    @cached_property
    def identity(self) -> Identity:
        return Identity.from_body(self.body)


def constants() -> dict[str, str]:
    """What author text may print as {{ practice.… }}."""
    return dict(Practice.objects.the().identity.constants)
