"""A fresh machine: embedded database and broker, mail into a folder, demo accounts allowed."""

import secrets

from portal.core.sealing import new_key

from .base import *
from .base import VAR, env

# One secret per machine, made once: sessions survive a restart and no default can leak into production.
_secret = VAR / "secret"
if not _secret.exists():
    _secret.write_text(secrets.token_urlsafe(50))
    _secret.chmod(0o600)
SECRET_KEY = env("SECRET_KEY", default=_secret.read_text())
_field_key = VAR / "field_key"
if not _field_key.exists():
    _field_key.write_text(new_key())
    _field_key.chmod(0o600)
FIELD_KEYS = env.list("FIELD_KEYS", default=[_field_key.read_text()])
DEBUG = env.bool("DEBUG", default=False)
DEMO_ALLOWED = True
# Published on purpose: production refuses to start where such accounts are.
DEMO_PASSWORD = "qingdao-demo-2027"
OUTBOX_PAGE = True
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=False)
