"""What the desk declares of its documents; everything done with them is in `publishing`."""

from __future__ import annotations

from desk.actions import brand
from desk.models import Brand
from desk.schema import BrandBody
from publishing.kinds import Kind

BRAND = Kind(
    model=Brand,
    schema=BrandBody,
    checks=brand.findings,
    preview=brand.preview,
    readers=brand.surfaces,
    impact=brand.effects,
    choices=brand.choices,
    when_published=brand.put_on,
)
