"""Celery only wakes workers; due times live in the database.

A lost, doubled or late task changes latency, nothing else. A worker loads the modules of the tasks
it takes (`processes`); beat names tasks and loads none.
"""

import gc
import os
from typing import Any

from celery import Celery, signals

from project import broker
from project.beat import schedule
from project.env import environment, stop_on_wrong

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

broker.register()
app = Celery("project")
app.config_from_object("django.conf:settings", namespace="CELERY")
wakes = schedule(quick=stop_on_wrong(lambda: environment.flag("QUICK_TICKS", False)))
app.conf.beat_schedule = wakes
# Beat's own: without the fixup that would load all of Django's apps into it.
waker = Celery("project", fixups=[], set_as_current=False)
waker.config_from_object("django.conf:settings", namespace="CELERY")
waker.conf.beat_schedule = wakes


@signals.celeryd_init.connect
def keep_loaded(**_about: Any) -> None:
    """What a worker has loaded lives as long as it: left out of collections, its pages stay shared
    with the children that are forked.
    """
    gc.collect()
    gc.freeze()


@signals.worker_process_init.connect
def let_pages_go_first(**_about: Any) -> None:
    """The children of a worker set paper (`processes`): on a machine that has much to do, who waits
    for a page goes before a file that comes by mail (launch day, `bin/bench burst`).
    """
    os.nice(10)
