"""Filing by software: a section of a long form, and a submission with three files against its bare parts."""

import io
import json
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.counting import HEADER
from bench.load import FORM, HOST, Answer, Client
from bench.server import House, Web

CODES = ("D03", "D05", "D14")
FILE_BYTES = 60_000
BOUNDARY = "bench" + "0" * 20
API = "/api/v1/applications/"


def pdf(size: int, seed: int) -> bytes:
    """A one-page PDF with a picture of noise, as a scan is one; other bytes for each seed."""
    noise = random.Random(seed).randbytes(max(size - 400, 1)).replace(b"endstream", b"")
    objects = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj 4 0 obj<</Length %d>>\nstream\n" % len(noise)
    )
    return b"%PDF-1.4\n" + objects + noise + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def body_of(files: dict[str, bytes]) -> bytes:
    """multipart/form-data with the declaration and the files."""
    out = io.BytesIO()
    out.write(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="declaration"\r\n\r\ntrue\r\n'.encode())
    for code, content in files.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{code}"; filename="{code}.pdf"\r\n'
        out.write(head.encode() + b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n")
    out.write(f"--{BOUNDARY}--\r\n".encode())
    return out.getvalue()


def three_files(size: int) -> bytes:
    return body_of({code: pdf(size, number) for number, code in enumerate(CODES)})


def headers(token: str, kind: str, key: str = "") -> dict[str, str]:
    return {
        "Authorization": f"Bearer {token}",
        "Content-Type": kind,
        "Accept-Language": "zh-CN",
        "Idempotency-Key": key or secrets.token_hex(8),
    }


def send(web: Web, method: str, path: str, body: bytes, head: dict[str, str]) -> Answer:
    """One request on the client's open connection."""
    client: Client = web.client
    if client.line is None or time.perf_counter() - client.used > 1:
        client.fresh()
    began = time.perf_counter()
    client.line.request(method, path, body, head)
    response = client.line.getresponse()
    content = response.read()
    client.used = time.perf_counter()
    answer = Answer(response.status, response.getheaders(), content, client.used - began)
    if answer.status not in (200, 201, 302):
        raise SystemExit(f"{method} {path} answered {answer.status}: {content[:600]!r}")
    return answer


@dataclass
class Cost:
    """CPU milliseconds of one request in web and database."""

    web_ms: float
    database_ms: float

    @property
    def cpu_ms(self) -> float:
        return self.web_ms + self.database_ms


@dataclass
class Filed:
    """Of each kind of request the counts and the cost of each round; of a submission also its bare parts."""

    fields: int
    file_bytes: int
    counts: dict[str, dict[str, Any]] = field(default_factory=dict)
    costs: dict[str, list[Cost]] = field(default_factory=dict)
    bare: list[dict[str, float]] = field(default_factory=list)

    def cpu(self, name: str) -> float:
        return median(cost.cpu_ms for cost in self.costs[name])

    @property
    def allowed_ms(self) -> float:
        """Five times the bare SQL and once and a half the handling of the files, in the same run."""
        return median(5 * one["sql_ms"] + 1.5 * one["files_ms"] for one in self.bare)


def measure(home: House, size: str, facts: dict[str, Any], *, rounds: int, times: int, file_bytes: int) -> Filed:
    found = Filed(facts["form"]["fields"], file_bytes)
    drafts = iter(facts["drafts"])
    body = three_files(file_bytes)
    (home.var / "three-files").write_bytes(body)
    asks: dict[str, Callable[[Web], Answer]] = {
        "section by software": lambda web: _put(web, facts["form"]),
        "section on the page": lambda web: _page(web, facts["form"]),
        "submission": lambda web: _submit(web, next(drafts), body),
    }
    with home.web(size, BENCH_COUNT="1") as web:
        for name, ask in asks.items():
            ask(web)
            time.sleep(1.2)  # what the portal looks up at most once a second counts as well
            found.counts[name] = json.loads(ask(web).header(HEADER))
    home.create(f"{size}_bare", like=size)
    with home.web(size) as web:
        for _round in range(rounds):
            for name, ask in asks.items():
                found.costs.setdefault(name, []).append(_cost(web, ask, times))
            found.bare.append(home.ask("bench.bare_filing", f"{size}_bare", times=times))
    return found


def _cost(web: Web, ask: Callable[[Web], Answer], times: int) -> Cost:
    ask(web)
    meter = web.meter()
    meter.start()
    for _time in range(times):
        ask(web)
    web_ms, database_ms = meter.stop()
    return Cost(web_ms / times, database_ms / times)


def _submit(web: Web, draft: dict[str, str], body: bytes) -> Answer:
    head = headers(draft["token"], f"multipart/form-data; boundary={BOUNDARY}")
    return send(web, "POST", f"{API}{draft['number']}/submission/", body, head)


def _put(web: Web, form: dict[str, Any]) -> Answer:
    """The same section each time, with another amount, so that something is saved."""
    slug, values = _changed(form)
    path = f"{API}{form['number']}/sections/{slug}/"
    body = json.dumps({"revision": form.setdefault("revision", 0), "answers": values}).encode()
    answer = send(web, "PUT", path, body, headers(form["token"], "application/json"))
    form["revision"] = json.loads(answer.body)["revision"]
    return answer


def _page(web: Web, form: dict[str, Any]) -> Answer:
    slug, values = _changed(form)
    token = "b" * 32
    sent = values | {"csrfmiddlewaretoken": token, "seen": form["revision"], "version": form["version"]}
    head = {"Content-Type": FORM, "Cookie": f"sessionid={form['session']}; csrftoken={token}"}
    head |= {"Referer": f"http://{HOST}/", "Accept-Language": "zh-CN"}
    path = f"/zh-hans/my/applications/{form['number']}/s/{slug}/"
    answer = send(web, "POST", path, urlencode(sent).encode(), head)
    form["revision"] += 1
    return answer


def _changed(form: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    slug, values = next(iter(form["sections"].items()))
    form["turn"] = form.get("turn", 0) + 1
    return slug, values | {"q1": f"{100_000 + form['turn']}.00"}
