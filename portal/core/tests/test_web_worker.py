"""An address that is too long is refused by the web server itself, in our words; with real sockets."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from portal.core.management.commands.start import WORKER_CLASS
from portal.core.tests.project import ROOT, free_port
from portal.core.tests.test_start import environment, manage, status_of, wait_for

pytestmark = pytest.mark.xdist_group("start")


def served(folder: Path, *options: str) -> Iterator[int]:
    assert manage("collectstatic", folder).returncode == 0
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", *options]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(folder, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(lambda: status_of(port), "the web server")
        yield port
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> Iterator[int]:
    yield from served(tmp_path_factory.mktemp("ours"), "--worker-class", WORKER_CLASS, "--no-control-socket")


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Iterator[int]:
    """The control: gunicorn as it comes."""
    yield from served(tmp_path_factory.mktemp("plain"), "--worker-class", "gthread", "--no-control-socket")


def answer_to(port: int, question: str) -> str:
    """All that comes back when a question is sent as a browser sends it: the whole first, then it reads."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        path = f"/zh-hans/policies/?q={quote(question)}"
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        parts = []
        while part := line.recv(65536):
            parts.append(part)
    return b"".join(parts).decode()


@pytest.mark.parametrize("length", [1_000, 10_000, 30_000])
def test_a_question_of_ten_thousand_characters_is_told_what_to_do(ours: int, length: int) -> None:
    answer = answer_to(ours, "海" * length)
    assert answer.startswith("HTTP/1.1 414 ")
    assert "地址太长" in answer
    assert "A search takes up to 100 characters." in answer
    assert status_of(ours)


def test_a_question_that_fits_reaches_the_portal(ours: int) -> None:
    assert not answer_to(ours, "海" * 800).startswith("HTTP/1.1 414 ")


def test_gunicorn_as_it_comes_says_it_in_english_or_hangs_up(plain: int) -> None:
    try:
        answer = answer_to(plain, "海" * 10_000)
    except ConnectionError:
        answer = ""
    assert "地址太长" not in answer


def test_a_caller_who_sends_without_end_is_cut_off(ours: int) -> None:
    sent = 0
    with socket.create_connection(("127.0.0.1", ours), timeout=30) as line:
        line.sendall(b"GET /zh-hans/policies/?q=")
        try:
            while sent < 64 * 1024 * 1024:
                line.sendall(b"x" * 65536)
                sent += 65536
        except ConnectionError:
            pass
    assert sent < 64 * 1024 * 1024
    assert status_of(ours)
