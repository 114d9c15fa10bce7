"""The WSGI door: the web process serves this.

What is loaded before the first request lives as long as the process. The garbage collector is told
so: it would look at all of it again in the midst of some request, and that one would wait.
"""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
