"""The application for a server: ``flask --app wsgi run``, ``gunicorn wsgi:app``."""

from app.factory import create_app

app = create_app()
