"""The kinds of questions there are: every module of this folder that offers a KIND."""

from importlib import import_module
from pkgutil import iter_modules

from assessments.question_types.base import QuestionType


def _found() -> dict[str, QuestionType]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {module.KIND.key: module.KIND for module in modules if hasattr(module, "KIND")}


KINDS: dict[str, QuestionType] = _found()

__all__ = ["KINDS", "QuestionType"]
