"""Answers to forms that a script sends with their files, so that people see how much is sent already."""

from flask import Flask, Response, jsonify, request

BY_SCRIPT = "X-Sent-By"
"""Header of a form that a script sends: it cannot follow a redirect without swallowing the message that waits there."""


def init_sending(app: Flask) -> None:
    """Tell the script where to go on instead of redirecting it."""
    app.after_request(_tell_address)


def _tell_address(response: Response) -> Response:
    if request.headers.get(BY_SCRIPT) != "upload" or response.status_code not in (302, 303):
        return response
    told = jsonify(location=response.headers["Location"])
    for cookie in response.headers.getlist("Set-Cookie"):
        told.headers.add("Set-Cookie", cookie)
    return told
