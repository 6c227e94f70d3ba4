"""Production: refuses to start with debug on, a weak secret or (by a check) demo accounts."""

from django.core.exceptions import ImproperlyConfigured

from portal.core.sealing import refuse_weak

from .base import *
from .base import ALLOWED_HOSTS, FIELD_KEYS, SECRET_KEY, env

DEMO_ALLOWED = False
if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG must not be set in production.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure-"):
    raise ImproperlyConfigured("Set SECRET_KEY to at least 50 random characters.")
try:
    refuse_weak(FIELD_KEYS)
except ValueError as _error:
    raise ImproperlyConfigured(f"Set FIELD_KEYS to 32 random bytes in base64: {_error}.") from _error
if SECRET_KEY in FIELD_KEYS:
    raise ImproperlyConfigured("FIELD_KEYS must not hold SECRET_KEY.")
if not env("ALLOWED_HOSTS", default="") or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the portal's host names.")
for _name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL"):
    if not env(_name, default=""):
        raise ImproperlyConfigured(f"Set {_name}.")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECOND_FACTOR_REQUIRED = True
