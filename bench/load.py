"""The client: one persistent connection, one request after the other, with what came over the wire."""

import http.client
import secrets
import string
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

HOST = "127.0.0.1"
ENCODINGS = "gzip, br"
FORM = "application/x-www-form-urlencoded"
# gunicorn closes a connection that was idle for two seconds.
IDLE_SECONDS = 1.0
# Django takes a form whose token equals the cookie; this one is as long as one that Django makes.
TOKEN = "".join(secrets.choice(string.ascii_letters + string.digits) for _place in range(32))


@dataclass(frozen=True)
class Ask:
    """A request, and the status and (part of the) place that it must be answered with; `form` makes it a POST."""

    path: str
    session: str = ""
    form: dict[str, str] | None = None
    expect: int = 200
    lands: str = ""
    encodings: str = ENCODINGS


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def wire_bytes(self) -> int:
        """Status line, headers and body as they were sent."""
        head = len(f"HTTP/1.1 {self.status} {http.client.responses.get(self.status, '')}\r\n\r\n")
        return head + sum(len(key) + len(value) + 4 for key, value in self.headers) + len(self.body)


class Unexpected(Exception):
    """The portal answered something else than the measurement is about."""


@dataclass
class Client:
    port: int
    timeout: float = 60.0
    line: http.client.HTTPConnection | None = field(default=None, repr=False)
    used: float = 0.0

    def fresh(self) -> None:
        """A new connection."""
        self.close()
        self.line = http.client.HTTPConnection(HOST, self.port, timeout=self.timeout)
        self.line.connect()

    def close(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

    def ask(self, ask: Ask) -> Answer:
        """One request; on the open connection unless the server may have closed it."""
        if self.line is None or time.perf_counter() - self.used > IDLE_SECONDS:
            self.fresh()
        headers = {"Accept-Encoding": ask.encodings, "Accept-Language": "zh-CN"}
        cookies = [f"sessionid={ask.session}"] if ask.session else []
        if ask.session or ask.form is not None:
            cookies.append(f"csrftoken={TOKEN}")
        body = None
        if ask.form is not None:
            body = urlencode(ask.form | {"csrfmiddlewaretoken": TOKEN})
            headers["Content-Type"] = FORM
        if cookies:
            headers["Cookie"] = "; ".join(cookies)
        began = time.perf_counter()
        self.line.request("POST" if body is not None else "GET", ask.path, body, headers)
        response = self.line.getresponse()
        content = response.read()
        self.used = time.perf_counter()
        return Answer(response.status, response.getheaders(), content, self.used - began)

    def must(self, ask: Ask) -> Answer:
        """The answer, or Unexpected when it is another than asked for."""
        answer = self.ask(ask)
        place = answer.header("Location")
        if answer.status != ask.expect or ask.lands not in place:
            raise Unexpected(f"{ask.path} answered {answer.status} {place}, not {ask.expect} {ask.lands}")
        return answer


def run(client: Client, asks: Iterable[Ask]) -> list[float]:
    """Ask one after the other on a new connection; the wall time of each in milliseconds."""
    return [client.must(ask).seconds * 1000 for ask in asks]
