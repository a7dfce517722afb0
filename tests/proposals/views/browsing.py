"""Where ideas are begun, and the token of a browser's session."""


def new_idea(round):
    """The address where an idea is begun."""
    return f"/rounds/{round.slug}/proposals/new"


def token_of(browser):
    """A valid token of this browser's session."""
    return browser.form("/me/settings", "Save my settings").data["csrf_token"]
