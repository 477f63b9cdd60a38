"""Django's settings, computed from `environment.py`. One file for every mode; it decides nothing of the law."""

import secrets
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from gongxin.config.environment import REPOSITORY, process_environment
from gongxin.jobs.cluster import Cluster
from gongxin.jobs.database import APPLICATION, DATABASE, OWNER

GONGXIN_ENVIRONMENT = process_environment()
GONGXIN_HOME = GONGXIN_ENVIRONMENT.home
GONGXIN_MODE = GONGXIN_ENVIRONMENT.mode
GONGXIN_JURISDICTION = GONGXIN_ENVIRONMENT.jurisdiction
GONGXIN_JURISDICTIONS_DIRECTORY = REPOSITORY / "jurisdictions"

# Keys: readable by the user of the platform alone, each made at first need by its room.
GONGXIN_KEYS = GONGXIN_HOME / "keys"
GONGXIN_BATCHES = GONGXIN_HOME / "batches"
GONGXIN_CLAMD = GONGXIN_ENVIRONMENT.clamd
GONGXIN_TOMBSTONES = GONGXIN_HOME / "tombstones"

_secret_path = GONGXIN_KEYS / "django-secret.key"
# Before the first `gongxin up` nothing is served, so a key that nobody keeps is enough.
SECRET_KEY = _secret_path.read_text("ascii") if _secret_path.exists() else secrets.token_urlsafe(48)

DEBUG = False
ALLOWED_HOSTS = list(GONGXIN_ENVIRONMENT.allowed_hosts)
ROOT_URLCONF = "gongxin.config.urls"
WSGI_APPLICATION = "gongxin.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "gongxin.journal",
    "gongxin.limits",
    "gongxin.agencies",
    "gongxin.attachments",
    "gongxin.subjects",
    "gongxin.owners",
    "gongxin.catalogue",
    "gongxin.disclosures",
    "gongxin.records",
    "gongxin.intake",
    "gongxin.cases",
    "gongxin.promises",
    "gongxin.security",
    "gongxin.exchange",
    "gongxin.notices",
    "gongxin.search",
    "gongxin.look",
    "gongxin.portal",
    "gongxin.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gongxin.portal.middleware.PortalHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ],
        },
    },
]

# ------------------------------------------------------------------------------------- database


def _server(conninfo: str) -> dict[str, Any]:
    parts = {name: str(value) for name, value in conninfo_to_dict(conninfo).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "NAME": parts.pop("dbname", ""),
        "CONN_MAX_AGE": 0,
        # Parameters go to the server apart from the text, so that what is asked often is planned once:
        # planning the one read model takes 4 ms, answering it 0.1 ms.
        "OPTIONS": {
            **parts,
            "server_side_binding": True,
            "prepare_threshold": 5,
            "options": "-c plan_cache_mode=force_generic_plan",
        },
    }


GONGXIN_CLUSTER = Cluster(
    GONGXIN_HOME,
    GONGXIN_ENVIRONMENT.server_user,
    {
        "shared_buffers": f"{GONGXIN_ENVIRONMENT.shared_buffers_mib}MB",
        # A batch of a million rows must not be slowed by a checkpoint every few seconds.
        "max_wal_size": "4GB",
    },
    GONGXIN_ENVIRONMENT.archive,
)
DATABASES = {
    "default": _server(
        GONGXIN_ENVIRONMENT.database_url or GONGXIN_CLUSTER.dsn(APPLICATION, DATABASE)
    ),
    # Migrations and the privileges of the application; no request and no job uses it.
    "owner": _server(
        GONGXIN_ENVIRONMENT.owner_database_url or GONGXIN_CLUSTER.dsn(OWNER, DATABASE)
    ),
}
GONGXIN_APPLICATION_ROLE: str = DATABASES["default"]["USER"]
if GONGXIN_ENVIRONMENT.pool_size:
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": GONGXIN_ENVIRONMENT.pool_size,
        "max_size": GONGXIN_ENVIRONMENT.pool_size,
        "timeout": 10,
    }

# ------------------------------------------------------------------------------------- accounts

AUTH_USER_MODEL = "agencies.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# Which passwords are taken is `agencies/passwords.py`: no page of Django's own sets one.

# ------------------------------------------------------------------------- language and the clock

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [REPOSITORY / "src" / "gongxin" / "locale"]
TIME_ZONE = "Asia/Shanghai"

# --------------------------------------------------------------------------------- static files

STATIC_URL = "/static/"
STATIC_ROOT = GONGXIN_HOME / "static"
# Files with a hash in their name are kept for ever by browsers. Where they have not been gathered
# (tests, a developer's `serve`) they are served from the sources.
_gathered = GONGXIN_MODE != "development" and (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _gathered
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _gathered
WHITENOISE_AUTOREFRESH = False

# -------------------------------------------------------------------------------------- security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "gongxin_desk"
SESSION_COOKIE_PATH = "/"
SESSION_COOKIE_AGE = 12 * 3_600  # as long as a sign-in may last (desk/guard.py)
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = GONGXIN_ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31_536_000 if GONGXIN_ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if GONGXIN_ENVIRONMENT.https else None
# A workbook for `/try` is kept in memory up to this size, then in a temporary file.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A page that is not there is no event, and its address may hold what somebody searched for.
    "loggers": {"django.request": {"level": "ERROR"}},
}
