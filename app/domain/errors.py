"""The two ways in which the field says no."""


class RuleBroken(Exception):
    """A request breaks a rule of the round or of the field; nothing has been changed.

    ``code`` names the rule (``ballot.too_many``) and ``params`` holds the numbers its sentence needs.
    The sentence itself is found by the code in the message catalogue, so the domain speaks no language.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({details})"


class NotAllowed(Exception):
    """The person has no permission to do this here, whatever the content of the request."""
