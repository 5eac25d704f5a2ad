"""Settings: what an operator may change is `Configuration`; the rest is decided here."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, Self

import dj_database_url
from csp.constants import NONE, SELF
from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

HERE = Path(__file__).parent


class Configuration(BaseSettings):
    """What an operator may set, each as an environment variable that begins with KOHTAAMO_."""

    model_config = SettingsConfigDict(env_prefix="KOHTAAMO_", env_file=None)

    data: Path = Field(
        default=Path.home() / ".kohtaamo", description="Folder of database, files and secrets."
    )
    database_url: str = Field(
        default="", description="PostgreSQL address; empty means SQLite in the data folder."
    )
    secret_key: str = Field(
        default="", description="Signing key; empty means one is made and kept in the data folder."
    )
    hosts: str = Field(default="*", description="Host names that may be served, separated by commas.")
    origins: str = Field(default="", description="Trusted https origins for forms behind a proxy, by commas.")
    secure: bool = Field(default=False, description="Served over https only: cookies are marked secure.")
    debug: bool = Field(default=False, description="Show errors in full. Never on a real installation.")
    language: str = Field(default="fi", description="Language of a new visitor: fi or en.")
    time_zone: str = Field(default="Europe/Helsinki", description="Time zone of dates without one.")
    engine: str = Field(
        default="",
        description="Where numbers are counted: empty (in this process), clickhouse://host:8123 or sc://host:50051.",
    )
    smtp_host: str = Field(default="", description="Mail server; empty means mail is printed to the log.")
    smtp_port: int = Field(default=587, description="Port of the mail server.")
    smtp_user: str = Field(default="", description="User name at the mail server.")
    smtp_password: str = Field(default="", description="Password at the mail server.")
    smtp_tls: bool = Field(default=True, description="Use STARTTLS with the mail server.")
    answers_per_second: float = Field(
        default=50_000, ge=0, description="So many answers a second each API key may send; 0 sets no limit."
    )
    mail_from: str = Field(default="kohtaamo@localhost", description="Sender address of our mail.")
    sms: str = Field(
        default="console",
        pattern="^(console|file|http)$",
        description="How text messages go: console, file or http.",
    )
    sms_url: str = Field(default="", description="Where a provider of text messages takes them (http).")
    sms_body: str = Field(
        default='{"to": "{to}", "from": "{sender}", "text": "{text}", "id": "{id}"}',
        description="The request to the provider, as JSON.",
    )
    sms_headers: str = Field(
        default="{}", description="Headers for the provider, as JSON; the key among them."
    )

    @model_validator(mode="after")
    def mail_knows_where_its_links_lead(self) -> Self:
        """A stranger chooses the host of his request; a sign-in link sent at his wish must not lead there."""
        if self.smtp_host and not self.origins and self.hosts.strip() in {"", "*"}:
            raise ValueError(
                "KOHTAAMO_SMTP_HOST needs KOHTAAMO_ORIGINS (for example https://kohtaamo.example.org), "
                "so that links in mails lead here and nowhere else."
            )
        return self


CONFIGURATION = Configuration()
DATA = CONFIGURATION.data
ENGINE = CONFIGURATION.engine


def kept_secret(path: Path) -> str:
    """The signing key of this data folder; made on first use, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        made = path.with_name(f"{path.name}.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        try:
            os.link(made, path)  # two processes starting at once: the first one's key stands
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text().strip()


SECRET_KEY = CONFIGURATION.secret_key or kept_secret(DATA / "secret.key")
DEBUG = CONFIGURATION.debug
ALLOWED_HOSTS = [host.strip() for host in CONFIGURATION.hosts.split(",") if host.strip()]
CSRF_TRUSTED_ORIGINS = [origin.strip() for origin in CONFIGURATION.origins.split(",") if origin.strip()]

PACKAGES = [
    "organisation",
    "journeys",
    "encounters",
    "feedback",
    "insight",
    "conversations",
    "improvement",
    "training",
    "web",
]
INSTALLED_APPS = [
    *[f"kohtaamo.{package}" for package in PACKAGES],
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "lucide",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "kohtaamo.organisation.middleware.WithoutNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kohtaamo.organisation.middleware.PrivatePages",
    "kohtaamo.organisation.middleware.PersonLanguage",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kohtaamo.organisation.middleware.WorkingOrganisation",
    "kohtaamo.web.views.errors.KindRefusal",
]
ROOT_URLCONF = "kohtaamo.urls"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kohtaamo.web.navigation.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

SQLITE: dict[str, Any] = {
    "ENGINE": "kohtaamo.web.sqlite",
    "NAME": DATA / "kohtaamo.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL, never NORMAL: an acknowledged answer survives a power cut.
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
            "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864"
        ),
    },
}
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(CONFIGURATION.database_url, conn_max_age=60)
    if CONFIGURATION.database_url
    else SQLITE,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kohtaamo.web.sign_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
# Nothing is sent to strangers: anybody could make us write to anybody.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "kohtaamo.web.forms.SignInForm",
    "reset_password": "kohtaamo.web.forms.ResetPasswordForm",
    "reset_password_from_key": "kohtaamo.web.forms.ResetPasswordKeyForm",
    "change_password": "kohtaamo.web.forms.ChangePasswordForm",
    "set_password": "kohtaamo.web.forms.SetPasswordForm",
    "reauthenticate": "kohtaamo.web.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "kohtaamo.web.forms.CodeForm",
    "reauthenticate": "kohtaamo.web.forms.CodeAgainForm",
    "activate_totp": "kohtaamo.web.forms.ActivateAppForm",
    "add_webauthn": "kohtaamo.web.forms.AddKeyForm",
    "edit_webauthn": "kohtaamo.web.forms.EditKeyForm",
}
MFA_TOTP_ISSUER = "Kohtaamo"
ACCOUNT_SESSION_REMEMBER = True
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIGURATION.secure

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if CONFIGURATION.smtp_host
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = CONFIGURATION.smtp_host
EMAIL_PORT = CONFIGURATION.smtp_port
EMAIL_HOST_USER = CONFIGURATION.smtp_user
EMAIL_HOST_PASSWORD = CONFIGURATION.smtp_password
EMAIL_USE_TLS = CONFIGURATION.smtp_tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = CONFIGURATION.mail_from

SMS_BACKEND = f"kohtaamo.feedback.texting.{CONFIGURATION.sms}.Backend"
SMS_FILE = DATA / "sms.jsonl"
SMS_URL = CONFIGURATION.sms_url
SMS_BODY = CONFIGURATION.sms_body
SMS_HEADERS = CONFIGURATION.sms_headers

LANGUAGE_CODE = CONFIGURATION.language
LANGUAGES = [("fi", "Suomi"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = CONFIGURATION.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
# `kohtaamo up` gathers, names by content and compresses them; until then they are served as they lie.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kohtaamo.web.process.assets.Assets"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = DATA / "files"
# Models of readers on this machine, each in a folder of its own.
READER_FOLDERS = DATA / "readers"
# A file over 2 MB goes to disk while it arrives, so that 200 MB never stands in memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# A survey of 200 questions in two languages is edited as one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
CSRF_FAILURE_VIEW = "kohtaamo.web.views.errors.stale_form"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.secure
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIGURATION.secure else None
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS: list[str] = []

# What broke is told where the operator looks, with its traceback; visitors' mistakes are not.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING"}, "django.request": {"level": "ERROR"}},
}
