"""HTTP/1.1 over asyncio's streams: the standard library has no client for it. RFC 9112."""
from __future__ import annotations

import asyncio
import http.client
import io
import ssl
from typing import List, NamedTuple, Optional

from .messages import MAX_ANSWER, Answer, Call, Failed, Server

MOST_IDLE = 16  # connections that are kept
MOST_HEAD = 64 << 10  # bytes of a status line with its headers
_NO_BODY = (204, 304)


class _Connection(NamedTuple):
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class _Closed(Exception):
    """The connection ended before the first byte of an answer."""


class AsyncTransport:
    """Connections to one server, which are used again. One event loop."""

    def __init__(self, server: Server, timeout: float, context: Optional[ssl.SSLContext]) -> None:
        self._server = server
        self._timeout = timeout
        self._context = context or (ssl.create_default_context() if server.tls else None)
        self._idle: List[_Connection] = []

    async def send(self, call: Call, timeout: Optional[float] = None) -> Answer:
        """Raises Failed. A connection that the server closed while it was idle is no failure: the call
        then goes out over a new one."""
        timeout = timeout or self._timeout
        try:
            return await asyncio.wait_for(self._send(call), timeout)
        except asyncio.TimeoutError as error:
            raise Failed("timeout", f"no answer within {timeout:g} s") from error
        except _Closed as error:
            raise Failed("connection", "the server closed the connection") from error
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, http.client.HTTPException,
                ValueError) as error:
            raise Failed("connection", f"cannot reach {self._server.host}:{self._server.port}: "
                                       f"{type(error).__name__}") from error

    async def _send(self, call: Call) -> Answer:
        while True:
            used = bool(self._idle)
            connection = self._idle.pop() if used else await self._connect()
            keep = False
            try:
                answer, keep = await self._exchange(connection, call)
                return answer
            except (_Closed, ConnectionError):
                if not used:
                    raise
            finally:  # a call that is cancelled in the middle leaves a connection that nobody may use
                if keep and len(self._idle) < MOST_IDLE:
                    self._idle.append(connection)
                else:
                    connection.writer.close()

    async def _connect(self) -> _Connection:
        return _Connection(*await asyncio.open_connection(self._server.host, self._server.port,
                                                          ssl=self._context, limit=MOST_HEAD))

    async def _exchange(self, connection: _Connection, call: Call) -> "tuple[Answer, bool]":
        host = f"[{self._server.host}]" if ":" in self._server.host else self._server.host
        lines = [f"{call.method} {call.target} HTTP/1.1", f"Host: {host}:{self._server.port}",
                 *(f"{name}: {value}" for name, value in call.headers.items())]
        if call.method != "GET":
            lines.append(f"Content-Length: {len(call.body)}")
        head = "\r\n".join(lines) + "\r\n\r\n"
        connection.writer.write(head.encode("latin-1") + call.body)
        await connection.writer.drain()
        while True:
            version, status, headers = await self._head(connection.reader)
            if status >= 200:  # else an interim answer, before the one
                break
        keep = version == "HTTP/1.1" and headers.get("connection", "").lower() != "close"
        body, bounded = await self._body(connection.reader, status, headers)
        return Answer(status, headers, body), keep and bounded

    @staticmethod
    async def _head(reader: asyncio.StreamReader) -> "tuple[str, int, dict[str, str]]":
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as error:
            if not error.partial:
                raise _Closed from error
            raise
        line, _, rest = head.partition(b"\r\n")
        words = line.decode("latin-1").split(" ", 2)
        if len(words) < 2 or words[0] not in ("HTTP/1.0", "HTTP/1.1") or not _is_number(words[1], 3):
            raise http.client.BadStatusLine("")
        headers = http.client.parse_headers(io.BytesIO(rest))
        return words[0], int(words[1]), {name.lower(): value for name, value in headers.items()}

    async def _body(self, reader: asyncio.StreamReader, status: int,
                    headers: "dict[str, str]") -> "tuple[bytes, bool]":
        """And whether its end was told, so that another answer may follow."""
        if status in _NO_BODY:
            return b"", True
        if "transfer-encoding" in headers:
            if headers["transfer-encoding"].strip().lower() != "chunked":
                raise http.client.UnknownTransferEncoding
            return await self._chunks(reader), True
        if (length := headers.get("content-length")) is not None:
            if not _is_number(length.strip(), 15):
                raise http.client.HTTPException("bad length")
            _check_size(int(length))
            return await reader.readexactly(int(length)), True
        body = b""
        while chunk := await reader.read(MOST_HEAD):
            body += chunk
            _check_size(len(body))
        return body, False

    @staticmethod
    async def _chunks(reader: asyncio.StreamReader) -> bytes:
        body = b""
        while True:
            line = (await reader.readuntil(b"\r\n")).split(b";", 1)[0].strip()
            size = int(line, 16) if line.isalnum() else -1
            if size < 0:
                raise http.client.HTTPException("bad chunk")
            if size == 0:
                break
            _check_size(len(body) + size)
            body += await reader.readexactly(size)
            if await reader.readexactly(2) != b"\r\n":
                raise http.client.HTTPException("bad chunk")
        while await reader.readuntil(b"\r\n") != b"\r\n":  # trailers
            pass
        return body

    async def close(self) -> None:
        while self._idle:
            connection = self._idle.pop()
            connection.writer.close()
            try:
                await connection.writer.wait_closed()
            except (OSError, ssl.SSLError):
                pass  # it is closed all the same


def _is_number(text: str, digits: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= digits


def _check_size(size: int) -> None:
    if size > MAX_ANSWER:
        raise Failed("answer", f"the answer has more than {MAX_ANSWER} bytes")
