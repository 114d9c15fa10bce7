"""What a reader may send from her pages, and what the author may save, preview and rehearse."""

from courses.forms.author import CourseForm, LessonColumns
from courses.forms.self_service import (
    PAUSE_DAYS,
    ConfirmForm,
    PreferencesForm,
    ReaderAct,
    chosen_days,
)

__all__ = [
    "PAUSE_DAYS",
    "ConfirmForm",
    "CourseForm",
    "LessonColumns",
    "PreferencesForm",
    "ReaderAct",
    "chosen_days",
]
