"""What may be known of readers of the starter assessment, for tests that need no database."""

from pathlib import Path

from assessments import files, segments

AXES = segments.axes(files.read_body(Path(__file__).parents[1] / "content"))
