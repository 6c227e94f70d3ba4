"""A scanner on the loopback that speaks clamd's INSTREAM and knows one signature."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from portal.attachments.tests.samples import EICAR


class Answer(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        command = self.rfile.read(len(b"zINSTREAM\0"))
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > server.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        server.seen.append((command, content))
        if server.hangs_on is not None and server.hangs_on in content:
            server.over.wait()
            return
        if server.says is not None:
            self.wfile.write(server.says)
        elif EICAR in content:
            # In two parts, as a network may deliver it.
            self.wfile.write(b"stream: Eicar-Test")
            self.wfile.flush()
            self.wfile.write(b"-Signature FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


class Clamd(socketserver.ThreadingTCPServer):
    daemon_threads = True
    # Before a thread of it starts, a test may set what it says whatever it reads.
    says: bytes | None = None
    most = 30_000_000
    hangs_on: bytes | None = None

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.seen: list[tuple[bytes, bytes]] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def running_clamd() -> Iterator[Clamd]:
    with Clamd() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
