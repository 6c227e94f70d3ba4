"""What goes wrong on a page without being seen on it."""

from http import HTTPStatus

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# What a page makes itself, and the browser's own viewer, in which a PDF stands beside the fields of a case.
OWN = ("data:", "blob:", "chrome:", "chrome-extension:")


class Faults(list[str]):
    """Fills up by itself while the pages of a browser are open."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        super().__init__()
        self.address = address
        context.on("weberror", self._note_error)
        context.on("console", self._note_line)
        context.on("request", self._note_request)
        context.on("response", self._note_response)

    def _note_error(self, error: WebError) -> None:
        self.append(f"a script failed: {error.error}")

    def _note_line(self, line: ConsoleMessage) -> None:
        """Lines without an address are those of axe. Of what could not be loaded its answer tells: a page may well
        say that a form has an error."""
        is_own = bool(line.location["url"])
        if is_own and line.type == "error" and not line.text.startswith("Failed to load resource"):
            self.append(f"the console says: {line.text}")

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.address, *OWN)):
            self.append(f"another host is asked: {request.url}")

    def _note_response(self, response: Response) -> None:
        """A page that saves by itself may be told that somebody else saved meanwhile; then it says so."""
        if (
            response.status >= 400
            and response.status != HTTPStatus.CONFLICT
            and response.request.resource_type != "document"
        ):
            self.append(f"a part of the page is missing ({response.status}): {response.url}")
