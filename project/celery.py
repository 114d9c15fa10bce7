"""Celery only wakes workers; due times live in the database.

A lost, doubled or late task changes latency, nothing else.
"""

import os

from celery import Celery

from project import broker
from project.beat import schedule
from project.env import environment, stop_on_wrong

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

broker.register()
app = Celery("project")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = schedule(
    quick=stop_on_wrong(lambda: environment.flag("QUICK_TICKS", False))
)
