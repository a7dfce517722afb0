"""The extensions of Flask that the application uses, made once and bound in the factory."""

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect

from app.db.base import db

migrate = Migrate()
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(get_remote_address, strategy="moving-window")

__all__ = ["babel", "csrf", "db", "limiter", "login", "migrate"]
