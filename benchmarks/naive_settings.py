"""The product's settings with one more page, the naive peer of `bench_pages`."""

from pathlib import Path

from project.settings import *  # noqa: F403
from project.settings import TEMPLATES

ROOT_URLCONF = "benchmarks.naive"
TEMPLATES[0]["DIRS"].append(Path(__file__).resolve().parent / "templates")
