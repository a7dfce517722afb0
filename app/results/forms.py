"""What an organiser sends to publish a result."""

from wtforms import IntegerField
from wtforms.widgets import HiddenInput

from app.web.fields import TalkaForm


class PublishForm(TalkaForm):
    """The count that was looked at: a newer one must not be published in its place."""

    run = IntegerField(widget=HiddenInput())
