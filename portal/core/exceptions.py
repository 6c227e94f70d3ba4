"""One base for every family of rules: the message is a sentence that says what to do next."""


class PortalError(Exception):
    """Caught at the edge (view, admin, API) and shown to the reader as it is."""

    status = 409

    def __init__(self, message: object = "", **details: object) -> None:
        super().__init__(str(message))
        self._message = message
        self.details = details

    @property
    def message(self) -> str:
        return str(self._message)
