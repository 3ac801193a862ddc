"""HTTP over blocking sockets, by the standard library."""
from __future__ import annotations

import http.client
import socket
import ssl
import threading
from typing import List, Optional

from .messages import MAX_ANSWER, Answer, Call, Failed, Server

MOST_IDLE = 16  # connections that are kept


class Transport:
    """Connections to one server, which are used again. Any thread: each call has its connection for
    itself."""

    def __init__(self, server: Server, timeout: float, context: Optional[ssl.SSLContext]) -> None:
        self._server = server
        self._timeout = timeout
        self._context = context or (ssl.create_default_context() if server.tls else None)
        self._idle: List[http.client.HTTPConnection] = []
        self._lock = threading.Lock()

    def send(self, call: Call, timeout: Optional[float] = None) -> Answer:
        """Raises Failed. A connection that the server closed while it was idle is no failure: the call
        then goes out over a new one."""
        timeout = timeout or self._timeout
        while True:
            connection = self._take()
            used = connection is not None
            connection = connection or self._connection()
            connection.timeout = timeout
            if connection.sock is not None:
                connection.sock.settimeout(timeout)
            try:
                return self._exchange(connection, call)
            except socket.timeout as error:
                connection.close()
                raise Failed("timeout", f"no answer within {timeout:g} s") from error
            except (ConnectionError, http.client.BadStatusLine, ssl.SSLEOFError) as error:
                connection.close()
                if not used:
                    raise Failed("connection", "the server closed the connection") from error
            except (OSError, http.client.HTTPException, ValueError) as error:
                connection.close()
                raise Failed("connection", f"cannot reach {self._server.host}:{self._server.port}: "
                                           f"{type(error).__name__}") from error

    def _exchange(self, connection: http.client.HTTPConnection, call: Call) -> Answer:
        connection.request(call.method, call.target, call.body or None, dict(call.headers))
        response = connection.getresponse()
        body = response.read(MAX_ANSWER + 1)
        if len(body) > MAX_ANSWER:
            connection.close()
            raise Failed("answer", f"the answer has more than {MAX_ANSWER} bytes")
        if response.length:  # http.client takes a body that is cut short for a whole one
            raise http.client.IncompleteRead(body, response.length)
        answer = Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)
        if response.will_close:
            connection.close()
        else:
            self._put_back(connection)
        return answer

    def _connection(self) -> http.client.HTTPConnection:
        if self._context is not None:
            return http.client.HTTPSConnection(self._server.host, self._server.port, timeout=self._timeout,
                                               context=self._context)
        return http.client.HTTPConnection(self._server.host, self._server.port, timeout=self._timeout)

    def _take(self) -> Optional[http.client.HTTPConnection]:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _put_back(self, connection: http.client.HTTPConnection) -> None:
        with self._lock:
            if len(self._idle) < MOST_IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        while (connection := self._take()) is not None:
            connection.close()
