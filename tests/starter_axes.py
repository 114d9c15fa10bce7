"""What may be known of readers of the starter assessment, for tests that need no database."""

from assessments import files, segments
from tests.offers import HOME

AXES = segments.axes(files.read_body(HOME))
