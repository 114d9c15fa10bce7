"""Celery only wakes workers; due times live in the database.

A lost, doubled or late task changes latency, nothing else.
"""

import os

from celery import Celery

from project import broker
from project.beat import schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

broker.register()
app = Celery("project")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = schedule(quick=os.environ.get("QUICK_TICKS") == "yes")
