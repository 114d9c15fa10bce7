"""What is done with documents: the verbs."""

from publishing.actions.publish import (
    NotReady,
    check,
    freeze,
    impact,
    publish,
    publish_together,
    to_publish,
)
from publishing.actions.save import (
    Conflicted,
    copy,
    create,
    forget_old,
    is_starter,
    joined,
    mark_starter,
    revert,
    save,
    set_aside,
    starter_revision,
    users_of,
)

__all__ = [
    "Conflicted",
    "NotReady",
    "check",
    "copy",
    "create",
    "forget_old",
    "freeze",
    "impact",
    "is_starter",
    "joined",
    "mark_starter",
    "publish",
    "publish_together",
    "revert",
    "save",
    "set_aside",
    "starter_revision",
    "to_publish",
    "users_of",
]
