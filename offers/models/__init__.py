"""Offers, and what is kept of where their visitors came from."""

from offers.models.offers import Offer
from offers.models.sources import LookCount, Source

__all__ = ["LookCount", "Offer", "Source"]
