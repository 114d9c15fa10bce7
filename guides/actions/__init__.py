"""Every change of guides: published, asked for, made, mailed, shared."""

from guides.actions.request import request_guide

__all__ = ["request_guide"]
