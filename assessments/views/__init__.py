"""Start, questions, result. GET shows, POST saves; nothing here needs a cookie.

Whoever holds a key holds its answers. No page asks for a cross-site token: a stranger's form
cannot know a key, and to begin or to answer anonymously is open to everyone.
"""

from assessments.views.all_questions import AllQuestions
from assessments.views.questions import QuestionPage
from assessments.views.results import Delete, again, look_again, result
from assessments.views.start import Start

__all__ = [
    "AllQuestions",
    "Delete",
    "QuestionPage",
    "Start",
    "again",
    "look_again",
    "result",
]
