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


class ImageForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """A new picture; afterwards only its description changes."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP, up to 15 MB."),
        widget=UnfoldAdminFileFieldWidget,
    )

    class Meta:
        model = Image
        fields = ("file", "name", "alt")
        widgets = {"name": ShortName}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "file" not in self.fields or "file" not in data or "name" not in data:
            return data
        try:
            made = pictures.prepared(data["file"].read(pictures.LARGEST_FILE + 1))
        except pictures.UnfitPicture as unfit:
            self.add_error("file", str(unfit))
            return data
        name = slugify(data["name"])
        data["file"] = ContentFile(made.content, name=f"{name}.{made.ending}")
        return data
