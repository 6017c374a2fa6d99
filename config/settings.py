"""Settings, all from the environment.

Nothing set: a demo on this machine only (SQLite, tasks in-process, plain http on localhost).
DEBUG=true: the same, with Django's error pages and the component gallery.
DEBUG=false (what gunicorn starts with): production, which refuses to start half configured.
"""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config.doors import ACCOUNT_RATE_LIMITS, CONTENT_SECURITY_POLICY, MFA_RATE_LIMITS  # noqa: F401 (settings)
from config.env import Env, closed_hosts, public_url, strong_secret
from config.logs import logging_settings
from config.schedule import beat_schedule

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

DEBUG = env.strict_bool("DEBUG", default=False)
PRODUCTION = not DEBUG and bool(os.environ.get("DEBUG", "").strip())
HTTPS = env.strict_bool("HTTPS", default=PRODUCTION)

SECRET_KEY = env.str("SECRET_KEY", default="" if PRODUCTION else "for-this-machine-only-never-for-a-town")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
if PRODUCTION:
    SECRET_KEY = strong_secret(SECRET_KEY)
    ALLOWED_HOSTS = closed_hosts(ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "programs",
    "workers",
    "coworking",
    "jobs",
    "reports",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "auditlog",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "programs.middleware.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "programs.middleware.clean_input.CleanInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "programs.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "programs.middleware.session_limits.SessionLimitsMiddleware",
    "programs.middleware.sign_in.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "programs.middleware.conflicts.ConflictMiddleware",
    "programs.middleware.wrong_method.WrongMethodMiddleware",
    "programs.middleware.refusals.RefusalMiddleware",
    "programs.middleware.private_pages.PrivatePagesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "programs.User"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "programs.context.site",
            ],
        },
    },
]

# -- database: SQLite as shipped, PostgreSQL by DATABASE_URL ----------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
    }
    # The covering index of the roll-up is made for PostgreSQL; SQLite takes its keys alone, and that is enough.
    SILENCED_SYSTEM_CHECKS = ["models.W040"]
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# One cache for all processes, so that rate limits count everybody's tries: it must not depend on Redis.
# Room for many: when it is full Django throws counters away, and a flood of keys would wipe the limits out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "hidane_cache",
        "OPTIONS": {"MAX_ENTRIES": 500_000},
    }
}

# -- tasks: the queue is a hint, the database is the truth ------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_timeout": 0.5,
    "socket_connect_timeout": 0.5,
    # Without these a publish to a refused broker is tried for six seconds while a person waits.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TIMEZONE = "Asia/Tokyo"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = env.str("BEAT_SCHEDULE", default=str(BASE_DIR / "tmp" / "celerybeat-schedule"))
CELERY_BEAT_SCHEDULE = beat_schedule(roll_up_seconds=env.float("ROLL_UP_SECONDS", default=60.0))

# -- people and doors -------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "programs.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nobody needs to receive mail here; the invitation, not the address, says who somebody is.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Hidane"
MFA_FORMS = {
    "add_webauthn": "programs.forms.passkey.AddPasskeyForm",
    "edit_webauthn": "programs.forms.passkey.EditPasskeyForm",
}
# Officials, directors and administrators need a second factor before they see anybody else's data.
SECOND_FACTOR_REQUIRED = env.strict_bool("SECOND_FACTOR_REQUIRED", default=PRODUCTION)
# How many proxies of ours stand before the app: 0 means the address of the connection itself.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "programs.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "programs.passwords.TownNameValidator"},
]
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
# Whoever sees other people's data: how long without a request, and how long at most, a sign-in lasts.
STAFF_IDLE_SECONDS = 60 * env.int("STAFF_IDLE_MINUTES", default=120)
STAFF_SESSION_SECONDS = 3600 * env.int("STAFF_SESSION_HOURS", default=12)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "programs.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
# They bind every other address of the town's domain, for a year and more: only who knows them all may say so.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.strict_bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = HTTPS and env.strict_bool("HSTS_PRELOAD", default=False)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# -- words and time ---------------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

# -- files ------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

# -- mail and logs ----------------------------------------------------------------------------------
# Without a way to send mail the demo prints it; a server must not: a forgotten password's key would be in its log.
EMAIL_URL = env.str("EMAIL_URL", default="")
MAIL_WORKS = bool(EMAIL_URL) or not PRODUCTION
EMAIL_CONFIG = env.email_url_config(EMAIL_URL or ("dummymail://" if PRODUCTION else "consolemail://"))
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds; a mail server that does not answer must not hold a batch of mails beyond its lease
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="hidane@localhost")
# Links in messages that no request writes begin with it.
PUBLIC_URL = env.str("PUBLIC_URL", default="").rstrip("/") or public_url(
    ALLOWED_HOSTS, https=HTTPS, port=not PRODUCTION
)
# LINE is off, and offered to nobody, unless the channel's access token is set; accounts are linked with its secret.
LINE_CHANNEL_TOKEN = env.str("LINE_CHANNEL_TOKEN", default="")
LINE_CHANNEL_SECRET = env.str("LINE_CHANNEL_SECRET", default="")
LINE_API_URL = env.str("LINE_API_URL", default="https://api.line.me").rstrip("/")
LOGGING = logging_settings(as_json=PRODUCTION, level=env.str("LOG_LEVEL", default="INFO"), queued=bool(REDIS_URL))
# The access record keeps the address we believe; auditlog would keep whatever the client writes into a header.
AUDITLOG_DISABLE_REMOTE_ADDR = True
