"""Mail servers on the loopback: one that answers as told, and some that misbehave below SMTP."""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message as Mail
from typing import Any

from aiosmtpd.controller import Controller

from portal.core.tests.project import free_port


class Sink:
    """Keeps what arrives. `answers` gives the reply to RCPT or DATA, `on` is called before the reply."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.answers: dict[str, str] = {}
        self.on: dict[str, Callable[[], None]] = {}
        self.hang_on = ""
        self.connections = 0
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.mails]

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        reply = await self._reply("RCPT")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answers.get("DATA", "250").startswith("250"):
            self.mails.append(message_from_bytes(envelope.content))
        return await self._reply("DATA")

    async def _reply(self, command: str) -> str:
        if command in self.on:
            self.on[command]()
        if self.hang_on == command:
            await asyncio.sleep(3600)
        return self.answers.get(command, "250 OK")


class RawServer:
    """A TCP server whose `talk` gets each connection in turn."""

    def __init__(self, talk: Callable[[socket.socket, threading.Event], None]) -> None:
        self.talk = talk
        self.over = threading.Event()
        self.visited = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _address = self.listener.accept()
            except OSError:
                return
            self.visited.set()
            with line:
                try:
                    self.talk(line, self.over)
                except OSError:
                    continue

    def stop(self) -> None:
        self.over.set()
        # Wakes the thread that waits in accept().
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(10)


def silent(line: socket.socket, over: threading.Event) -> None:
    """Accepts and never says a word."""
    over.wait()


def dripping(line: socket.socket, over: threading.Event) -> None:
    """Greets one byte at a time, for ever."""
    line.sendall(b"220 ")
    while not over.wait(0.05):
        line.sendall(b"x")


def resetting_after_data(line: socket.socket, over: threading.Event) -> None:
    """Takes the whole mail, then resets the connection instead of answering."""
    line.sendall(b"220 here\r\n")
    reader = line.makefile("rb")
    in_data = False
    for command in reader:
        if in_data and command == b".\r\n":
            # Linger 0: close() sends RST.
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            reader.close()
            return
        if not in_data:
            in_data = command.upper().startswith(b"DATA")
            line.sendall(b"354 go on\r\n" if in_data else b"250 OK\r\n")
