"""Whether there is anything in the archive of letters, for the foot of public pages."""

from django import template

from health.clock import now
from mail import actions as mail

register = template.Library()


@register.simple_tag
def has_public_letters() -> bool:
    return mail.public_letters(now=now()).exists()
