"""A picture as the author uploads it: made fit, described, named once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from practice import pictures
from practice.models import Image


class ShortName(UnfoldAdminTextInputWidget):
    """“Garden gate!” is taken as garden-gate."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        typed = super().value_from_datadict(data, files, name)
        return slugify(str(typed or "").replace("_", " "))


class PictureField(forms.FileField):
    """A picture that is uploaded; its value is the `pictures.Picture` made of it."""

    widget = UnfoldAdminFileFieldWidget

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"help_text": _("JPEG, PNG or WebP, up to 15 MB.")} | given)

    def clean(self, data: Any, initial: Any = None) -> pictures.Picture | None:
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return pictures.prepared(file.read(pictures.LARGEST_FILE + 1))
        except pictures.UnfitPicture as unfit:
            raise forms.ValidationError(str(unfit)) from unfit


class ImageForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A new picture; afterwards only its description changes."""

    file = PictureField(label=_("Picture"))

    class Meta:
        model = Image
        fields = ("file", "name", "alt")
        widgets = {"name": ShortName}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)

    def clean(self) -> dict[str, Any]:
        """The model's column wants a file; `add_picture` takes the `picture`, with its sizes."""
        data = super().clean() or self.cleaned_data
        self.picture: pictures.Picture | None = data.get("file")
        if self.picture is not None:
            name = f"{slugify(data.get('name', ''))}.{self.picture.ending}"
            data["file"] = ContentFile(self.picture.content, name=name)
        return data
