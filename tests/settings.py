"""Settings for tests: the product's own, embedded unless the environment names servers."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HERE = Path(tempfile.mkdtemp(prefix="reframe-test-"))
atexit.register(shutil.rmtree, HERE, ignore_errors=True)
os.environ.setdefault("VAR_DIR", str(HERE))
os.environ["DEBUG"] = "yes"
os.environ["SITE_URL"] = "http://testserver"
os.environ["EMAIL_URL"] = "file://"
os.environ["SECRET_KEY"] = "tests-only-secret-key-of-a-length-that-starts-0123456789"
os.environ["HASH_KEY"] = "tests-only-hash-key-of-a-length-that-starts-0123456789"
os.environ["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"

from project.settings import *  # noqa: E402, F403
from project.settings import CACHES, DATABASES, INSTALLED_APPS, REDIS_URL  # noqa: E402

DEBUG = False
PRETEND_CLOCK = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
CELERY_TASK_ALWAYS_EAGER = False
worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
if REDIS_URL:
    # A database of its own for each worker, as with PostgreSQL: a test may empty its cache.
    CACHES["default"]["OPTIONS"] = {"db": worker.removeprefix("gw") if worker != "main" else "0"}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, not shared memory: write-ahead logging and waiting writers, as in the product.
    DATABASES["default"]["TEST"] = {"NAME": str(HERE / f"test-{worker}.sqlite3")}
INSTALLED_APPS = [*INSTALLED_APPS, "tests.publishing.toy"]
