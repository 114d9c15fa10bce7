"""What a reader may send from her pages, and what the author may save, preview and rehearse."""

from courses.forms.author import WORDS, CourseForm, LessonForm
from courses.forms.reader import ConfirmForm, Do, PreferencesForm

__all__ = ["WORDS", "ConfirmForm", "CourseForm", "Do", "LessonForm", "PreferencesForm"]
