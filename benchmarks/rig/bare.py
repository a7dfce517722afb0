"""A bare Flask endpoint: what the server and the framework cost with nothing of Talka around them."""

from flask import Flask

PAGE = "<!doctype html><title>bare</title>" + "<p>nothing</p>" * 100

app = Flask(__name__)


@app.get("/")
def bare() -> str:
    """A constant page."""
    return PAGE
