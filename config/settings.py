"""Settings: one file, fed by the typed environment of :mod:`config.env`."""

from django.utils.translation import gettext_lazy as _

from config.databases import APP_ROLE, databases
from config.env import ROOT, read, secret_key
from config.mail import mail

ENV = read()

DEBUG = ENV.debug
DEMO = ENV.demo
SECRET_KEY = secret_key(ENV)
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENV.csrf_origins)
VAR = ENV.var

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "procrastinate.contrib.django",
    "khuyencong.core",
    "khuyencong.ground.territory",
    "khuyencong.ground.regulations",
    "khuyencong.ground.accounts",
    "khuyencong.ground.access",
    "khuyencong.ground.notices",
    "khuyencong.ground.files",
    "khuyencong.flow.establishments",
    "khuyencong.flow.needs",
    "khuyencong.flow.proposals",
    "khuyencong.flow.appraisal",
    "khuyencong.flow.ledger",
    "khuyencong.flow.planning",
    "khuyencong.flow.contracts",
    "khuyencong.flow.fieldwork",
    "khuyencong.flow.obstacles",
    "khuyencong.flow.supervision",
    "khuyencong.flow.settlement",
    "khuyencong.flow.warning",
    "khuyencong.branches.consulting",
    "khuyencong.figures.indicators",
    "khuyencong.faces.web",
]

MIDDLEWARE = [
    "khuyencong.faces.web.middleware.real_address",
    "django.middleware.security.SecurityMiddleware",
    "khuyencong.faces.web.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "khuyencong.faces.web.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "khuyencong.faces.web.middleware.ActorMiddleware",
    "khuyencong.faces.web.middleware.read_only_reads",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the apps' own: allauth is listed earlier, and its pages are replaced by ours.
        "DIRS": [ROOT / "khuyencong" / "faces" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "khuyencong.faces.web.context.page",
            ],
        },
    },
]

DATABASES = databases(ENV)
DATABASE_APP_ROLE = APP_ROLE if ENV.database_url is None else DATABASES["default"].get("USER", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "khuyencong.faces.web.sign_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Khuyến Công] "
ACCOUNT_FORMS = {
    name: f"khuyencong.faces.web.sign_in_forms.{form}"
    for name, form in {
        "login": "SignInForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
        "reset_password": "ResetPasswordForm",
        "reset_password_from_key": "NewPasswordForm",
        "reauthenticate": "ReauthenticateForm",
    }.items()
}
# allauth's own generator writes a row when a link is read; a link is read by GET, which may not write.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "khuyencong" / "faces" / "web" / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "var" / "assets"]  # built by faces/web/assets.py, whatever KHUYENCONG_VAR says
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "files"
WHITENOISE_USE_FINDERS = True
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "khuyencong.faces.web.errors.forged"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
SECURE_SSL_REDIRECT = ENV.https
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENV.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None

TRUSTED_PROXIES = ENV.proxies
SITE_URL = ENV.site_url
globals().update(mail(ENV))

# A worker that was down at the hour of a daily job does it when it is up again, once, if that is the same day.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 16 * 3600}
