"""Every setting on one page, read from the environment by `env`. No rule of the product lives here.

Two worlds: without DATABASE_URL and REDIS_URL, SQLite and a broker in folders under var/;
with them, PostgreSQL and Redis.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP

import project.celery  # noqa: F401 (without the app a nudge would go to a broker of Celery's own)
from practice import languages
from project import files, logs, mailers, start_checks
from project.beat_schedule import own_queue
from project.env import database, environment, stop_on_wrong
from project.unfold import UNFOLD as UNFOLD

env = environment
BASE_DIR = Path(__file__).resolve().parent.parent


def read(name: str, default: str | None = None) -> str:
    return stop_on_wrong(lambda: env.text(name, default))


DEBUG = stop_on_wrong(lambda: env.flag("DEBUG", False))
VAR_DIR = Path(read("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DATABASE_URL = stop_on_wrong(
    lambda: env.url("DATABASE_URL", "", {"postgres", "postgresql"}),
)
REDIS_URL = stop_on_wrong(lambda: env.url("REDIS_URL", "", {"redis", "rediss", "redis+socket"}))
EMBEDDED = not DATABASE_URL and not REDIS_URL

# Secrets. Development makes do with fixed ones; production must name its own.
SECRET_KEY = read("SECRET_KEY", "development-only" if DEBUG else None)
BACKUP_KEY = read("BACKUP_KEY", "")
SECRET_KEY_FALLBACKS = stop_on_wrong(lambda: env.listed("SECRET_KEY_FALLBACKS"))
HASH_KEY = read("HASH_KEY", "development-only" if DEBUG else None)
PORT = stop_on_wrong(lambda: env.number("PORT", 8000, high=65535))
SITE_URL = stop_on_wrong(
    lambda: env.url("SITE_URL", f"http://127.0.0.1:{PORT}" if DEBUG else "", {"http", "https"})
).rstrip("/")
if not SITE_URL:
    raise SystemExit("Settings: SITE_URL is not set; it has no default outside development.")
# By its own address it always answers; the health check asks by that name.
ALLOWED_HOSTS = [
    urlsplit(SITE_URL).hostname or "",
    *stop_on_wrong(lambda: env.listed("ALLOWED_HOSTS", "127.0.0.1,localhost" if DEBUG else "")),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE = SITE_URL.startswith("https://")

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "publishing",
    "health",
    "practice",
    "offers",
    "contacts",
    "assessments",
    "mail",
    "courses",
    "guides",
    "consultations",
    "landing",
    "desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "project.middleware.LanguageMiddleware",
    "project.middleware.CleanInputMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "project.middleware.AdminPolicyMiddleware",
    "landing.views.frames.FramesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "desk.views.account.SessionLimitsMiddleware",
    "desk.views.two_factor.SecondStepMiddleware",
    "desk.views.time_zone.HerClockMiddleware",
    "desk.views.unsent_forms.UnsentFormsMiddleware",
    "desk.views.permissions.PermissionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "project.middleware.KindNotFoundMiddleware",
    "desk.views.once.ReadOnceMiddleware",
]

ROOT_URLCONF = "project.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "practice.context_processors.practice",
            ],
        },
    }
]

# Rows
DATABASES: dict[str, Any] = {
    "default": stop_on_wrong(
        lambda: database(
            DATABASE_URL, sqlite_file=Path(read("DATABASE_FILE", str(VAR_DIR / "db.sqlite3")))
        )
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": (
        {
            "BACKEND": "project.cache.RedisCache",
            # a socket goes by one name with Celery, by another with redis-py
            "LOCATION": REDIS_URL.replace("redis+socket://", "unix://", 1),
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"  # of this code, so beside it and not among what is kept
STATICFILES_DIRS = [BASE_DIR / "project" / "static"]
MEDIA_ROOT = Path(read("MEDIA_DIR", str(VAR_DIR / "media")))
MEDIA_URL = "/media/"
STORAGE_URL = stop_on_wrong(lambda: env.url("STORAGE_URL", "file://", {"file", "s3"}))
STORAGES = {
    "default": stop_on_wrong(lambda: files.storage(STORAGE_URL, env)),
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
CONTENT_DIR = BASE_DIR / "content"

# Words and time
LANGUAGE_CODE = "en-us"  # the desk's; readers are spoken to in that of what they read
LANGUAGES = languages.LANGUAGES
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "project.formats"
TIME_ZONE = "UTC"
USE_TZ = True
PRETEND_CLOCK = DEBUG and EMBEDDED
CLOCK_FILE = VAR_DIR / "clock-offset"

# Login
AUTHENTICATION_BACKENDS = ["desk.views.two_factor.PasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "desk.passwords.NotGuessable"},
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# The wire
SECURE_CSP: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = SECURE and stop_on_wrong(lambda: env.flag("SSL_REDIRECT", True))
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # from the login on; unsaved words are kept beyond it
SESSION_IDLE_AGE = 2 * 60 * 60
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Words said after a save may name people: in her own browser until they are shown, in no row.
MESSAGE_STORAGE = "desk.messages.ShortMessages"
CSRF_FAILURE_VIEW = "desk.views.unsent_forms.refused"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = stop_on_wrong(lambda: env.number("TRUSTED_PROXIES", 0, high=5))
fault = start_checks.insecure(
    debug=DEBUG,
    keys={"SECRET_KEY": SECRET_KEY, "HASH_KEY": HASH_KEY},
    hosts=[host for host in ALLOWED_HOSTS if host],
    proxies=TRUSTED_PROXIES,
    database=str(DATABASES["default"].get("HOST", "")),
)
if fault:
    raise SystemExit(f"Settings: {fault}")
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# Mail: the post office reads EMAIL_URL itself; MAILERS serves password resets and error mail.
EMAIL_URL = stop_on_wrong(
    lambda: env.url(
        "EMAIL_URL", "file://" if DEBUG else "", {"smtp", "smtps", "file", *mailers.PROVIDERS}
    )
)
if not EMAIL_URL:
    raise SystemExit("Settings: EMAIL_URL is not set; it has no default outside development.")
MAILBOX_DIR = VAR_DIR / "mailbox"
MAILERS = stop_on_wrong(lambda: mailers.mailers(EMAIL_URL, MAILBOX_DIR))
ANYMAIL = stop_on_wrong(lambda: mailers.anymail(EMAIL_URL, env))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("DEFAULT_FROM_EMAIL", "hello@example.org")
ADMINS = stop_on_wrong(lambda: env.listed("ADMINS"))
MAIL_PER_SECOND = stop_on_wrong(lambda: env.number("MAIL_PER_SECOND", 0))
MAIL_PER_DAY = stop_on_wrong(lambda: env.number("MAIL_PER_DAY", 0))

# Celery only wakes workers; the database owns every due time.
CELERY_BROKER_URL = REDIS_URL or "folders://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_ROUTES = (own_queue,)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TIMEZONE = "UTC"
BROKER_DIR = VAR_DIR / "broker"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "visibility_timeout": 900,
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 5,
    }
else:
    for folder in ("queue", "processed", "control"):
        (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "control_folder": str(BROKER_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.02,
    }

# Retention, in days (said on the privacy page)
KEEP_UNFINISHED_DAYS = stop_on_wrong(lambda: env.number("KEEP_UNFINISHED_DAYS", 90, low=1))
KEEP_UNCONFIRMED_DAYS = stop_on_wrong(lambda: env.number("KEEP_UNCONFIRMED_DAYS", 30, low=1))
KEEP_BOOKINGS_DAYS = stop_on_wrong(lambda: env.number("KEEP_BOOKINGS_DAYS", 365, low=1))
GUIDE_LINK_DAYS = stop_on_wrong(lambda: env.number("GUIDE_LINK_DAYS", 365, low=1))

# Logs: one line an event, ids only.
LOGGING = logs.config(debug=DEBUG)
SENTRY_DSN = read("SENTRY_DSN", "")
if SENTRY_DSN:
    logs.start_sentry(SENTRY_DSN)

OTP_TOTP_ISSUER = SITE_URL.split("://", 1)[1]
