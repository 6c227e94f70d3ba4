"""What goes wrong: a rule that cannot be read, and facts that cannot be used."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from portal.core.exceptions import PortalError

Path = tuple[str | int, ...]


class RuleError(PortalError):
    """A rule that cannot be read. `path` leads to the place in the data, so a loader can name the line."""

    def __init__(self, path: Path, message: object) -> None:
        super().__init__(message, path=path)
        self.path = path

    def __str__(self) -> str:
        where = ".".join(str(part) for part in self.path)
        return f"{where}: {self.message}" if where else self.message


class FactsError(PortalError):
    """Facts that cannot be used. `errors` is {field: sentence} in the active language."""

    status = 400

    def __init__(self, errors: Mapping[str, object]) -> None:
        super().__init__(_("Some answers cannot be used. Correct them and try again."))
        self._errors = dict(errors)

    @property
    def errors(self) -> dict[str, str]:
        return {field: str(sentence) for field, sentence in self._errors.items()}

    def __str__(self) -> str:
        return "; ".join(f"{field}: {sentence}" for field, sentence in self.errors.items())
