"""The field for choosing several of a few things."""

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget


class SeveralField(SelectMultipleField):  # type: ignore[misc]
    """Checkboxes, any number of them; ``data`` is the list of the chosen values."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
