"""Links in our texts: found, visited a few at a time, never inside a private network, shown until mended."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import transaction

from policies.editing import links, visits
from policies.editing.care import care
from policies.editing.visits import Visit, address_of, visit
from policies.enums import LinkTrouble
from policies.models import LinkCheck, Policy
from policies.tests.edits import a_policy
from portal.core import clock


class Site(BaseHTTPRequestHandler):
    """A small web site that remembers what it was asked."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.server.asked.append((self.command, self.path))  # type: ignore[attr-defined]
        kind = self.path.strip("/").partition("?")[0]
        if kind == "head-is-unknown" and self.command == "HEAD":
            return self._send(501)
        if kind == "moved":
            return self._send(301, "/fine")
        if kind == "inside":
            return self._send(302, "http://10.0.0.8/secret")
        if kind == "round":
            return self._send(302, "/round")
        if kind == "file":
            return self._send(302, "file:///etc/passwd")
        return self._send({"gone": 410, "closed": 403}.get(kind, 200))

    def _send(self, status: int, target: str = "") -> None:
        self.send_response(status)
        if target:
            self.send_header("Location", target)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def site(settings) -> Iterator[ThreadingHTTPServer]:
    settings.LINK_CHECK_LOOPBACK = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def base(site: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{site.server_address[1]}"


def test_addresses_are_found_in_texts_of_both_languages() -> None:
    text = (
        "见（https://a.example.test/路径?x=1&y=2），及http://b.example.test/c。See <https://c.example.test/d>. ftp://e"
    )
    assert links.found_in(text) == [
        "https://a.example.test/路径?x=1&y=2", "http://b.example.test/c", "https://c.example.test/d",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/fine", Visit(200)),
        ("/路径?问=答", Visit(200)),
        ("/head-is-unknown", Visit(200)),
        ("/moved", Visit(200)),
        ("/closed", Visit(403)),
        ("/gone", Visit(410, LinkTrouble.STATUS)),
        ("/round", Visit(302, LinkTrouble.CIRCLE)),
        ("/inside", Visit(None, LinkTrouble.PRIVATE)),
        ("/file", Visit(None, LinkTrouble.NO_PAGE)),
    ],
)
def test_what_a_server_answers(site, path: str, found: Visit) -> None:
    assert visit(base(site) + path) == found


def test_what_does_not_answer(site, monkeypatch) -> None:
    """A port where nobody listens, one that never says a word, and what is no address at all."""
    import socket

    monkeypatch.setattr(visits, "TIMEOUT", 0.2)
    silent = socket.create_server(("127.0.0.1", 0))
    try:
        assert visit(f"http://127.0.0.1:{silent.getsockname()[1]}/").error == LinkTrouble.SILENT
        assert visit(f"https://127.0.0.1:{site.server_address[1]}/").error == LinkTrouble.CERTIFICATE
    finally:
        silent.close()
    assert visit(f"http://127.0.0.1:{silent.getsockname()[1] if silent.fileno() > 0 else 9}/").error
    assert visit("http://no-such-host.invalid/").error == LinkTrouble.NO_HOST
    for wrong in ("http:///x", "https://[::1/", "http://a:99999/", "gopher://a/", "http://" + "a" * 300 + "/"):
        assert visit(wrong).error, wrong


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:10.0.0.1", "2002:a00:1::", "64:ff9b::a00:1", "2130706433",
        "0x7f000001", "127.1",
    ],
)  # fmt: skip
def test_private_addresses_are_never_asked(host: str) -> None:
    with pytest.raises(visits.Refused) as refused:
        address_of(host, 80)
    assert refused.value.trouble == LinkTrouble.PRIVATE


def test_without_the_setting_this_machine_is_never_asked(site, settings) -> None:
    settings.LINK_CHECK_LOOPBACK = False
    assert visit(base(site) + "/fine").error == LinkTrouble.PRIVATE
    assert site.asked == []


@pytest.mark.django_db(transaction=True)
def test_links_are_checked_a_few_a_night_and_shown_until_mended(site) -> None:
    here = base(site)
    policy = a_policy(summary_zh=f"见 {here}/gone 与 {here}/fine。", reading_en=f"{here}/closed")
    other = a_policy("QD-B", summary_zh=f"{here}/gone")
    assert [links.collect(), links.collect()] == [3, 3]
    assert sorted(LinkCheck.objects.get(url=f"{here}/gone").uses) == [["policy", policy.pk], ["policy", other.pk]]
    assert [links.check(2), links.check(2)] == [2, 1]
    with clock.at(clock.now() + timedelta(days=1)):
        links.check()
    dead = LinkCheck.objects.exclude(error="").get()
    assert (dead.url, dead.status, dead.failures, dead.get_error_display() != "") == (f"{here}/gone", 410, 2, True)
    section = next(one for one in care()["sections"] if one.rows[0]["text"] == dead.url)
    assert f"/{LinkCheck.objects.get(pk=dead.pk).uses[0][1]}/change/" in section.rows[0]["url"]
    Policy.objects.update(summary_zh="")
    assert links.collect() == 1
    assert not LinkCheck.objects.exclude(error="").exists()


@pytest.mark.django_db
def test_no_transaction_waits_for_somebody_elses_server() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        links.check()
