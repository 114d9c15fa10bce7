"""The door that the web process serves: Django's WSGI handler behind our gateway.

What is loaded before the first request lives as long as the process. The garbage collector is told
so: it would look at all of it again in the midst of some request, and that one would wait.
"""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from project.wsgi_gateway import Gateway

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
THREADS = 4
application = Gateway(get_wsgi_application(), threads=THREADS)
import_module(settings.ROOT_URLCONF)
# Left out of collections, what is loaded stays shared between processes (`bin/bench memory`).
gc.collect()
gc.freeze()
