"""Why a file is not read, as a code that the parent has a sentence for."""

from typing import Any


class Refused(Exception):
    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
