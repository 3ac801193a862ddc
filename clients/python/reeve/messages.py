"""One call as bytes, without a socket: what both clients send, and what they make of the answer."""
from __future__ import annotations

import json
import os
import pathlib
import re
import urllib.parse
from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional

from .errors import Refused, Unavailable
from .operations import OPERATIONS
from .retry import RETRIED

MAX_ANSWER = 16 << 20  # bytes
VERSION = "0.1.0"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Failed(Exception):
    """One attempt came to nothing: no connection, no answer in time, no proper HTTP."""

    def __init__(self, cause: str, message: str) -> None:
        super().__init__(message)
        self.cause = cause


@dataclass(frozen=True)
class Call:
    method: str
    target: str  # path and query
    headers: Mapping[str, str]
    body: bytes = b""
    text: bool = False  # the answer is no JSON


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # names in lower case
    body: bytes = b""

    @property
    def retry_after(self) -> Optional[float]:
        """Of `Retry-After` in seconds; its form as a date is not read."""
        value = self.headers.get("retry-after", "").strip()
        return float(value) if re.fullmatch(r"[0-9]{1,6}", value) else None

    @property
    def is_retried(self) -> bool:
        return self.status in RETRIED


@dataclass(frozen=True)
class Server:
    """Where the server is, and as whom it is called."""

    host: str
    port: int
    tls: bool
    prefix: str
    token: str = field(repr=False)

    @staticmethod
    def at(url: Optional[str], token: Optional[str], plain_http: bool) -> Server:
        url = url or os.environ.get("REEVE_URL") or "http://127.0.0.1:8484"
        parts = urllib.parse.urlsplit(url)
        named = parts.scheme in ("http", "https") and parts.hostname
        if not named or parts.query or parts.fragment:
            raise ValueError(f"`{url}` is no address of a server: write https://HOST[:PORT]")
        if parts.username is not None:
            raise ValueError("the address has a user in it: give the token as `token`")
        if parts.scheme == "http" and parts.hostname not in LOOPBACK and not plain_http:
            raise ValueError(f"`{url}` would send the token in the clear: use https, or say plain_http=True")
        tls = parts.scheme == "https"
        return Server(parts.hostname, parts.port or (443 if tls else 80), tls, parts.path.rstrip("/"),
                      _token(token))


def _token(token: Optional[str]) -> str:
    token = token or os.environ.get("REEVE_TOKEN")
    if not token and (path := os.environ.get("REEVE_TOKEN_FILE")):
        token = pathlib.Path(path).read_text(encoding="utf-8")
    if not token or not token.strip():
        raise ValueError("there is no token: give `token`, or set REEVE_TOKEN or REEVE_TOKEN_FILE")
    return _header("the token", token.strip())


def _header(what: str, value: str) -> str:
    """As the transports send it: UTF-8, a byte a character."""
    if _CONTROL.search(value):
        raise ValueError(f"{what} has a character that a header cannot have")
    return value.encode("utf-8").decode("latin-1")


def call_of(server: Server, operation: str, *, path: Mapping[str, str], query: Mapping[str, Any],
            body: Any, person: Optional[str], headers: Mapping[str, str]) -> Call:
    """The call of one operation of the OpenAPI document, by its operationId."""
    known = OPERATIONS.get(operation)
    if known is None:
        raise ValueError(f"there is no operation `{operation}`; reeve.operations.OPERATIONS has them all")
    if known.person and not person:
        raise ValueError(f"`{operation}` is an act of a person: give `person`, as the record is to name them")

    def place(match: "re.Match[str]") -> str:
        value = str(path[match.group(1)])
        # A dot segment would be another path to what stands between.
        if value in ("", ".", ".."):
            raise ValueError(f"`{match.group(1)}` is no id: `{value}`")
        return urllib.parse.quote(value, safe=":")

    target = server.prefix + re.sub(r"\{([a-z_]+)\}", place, known.path)
    asked = {key: _query_value(value) for key, value in query.items() if value is not None}
    if asked:
        target += "?" + urllib.parse.urlencode(asked)
    sent = {"Authorization": f"Bearer {server.token}", "Accept": "*/*", "User-Agent": f"reeve-python/{VERSION}"}
    if person:
        sent["Reeve-Person"] = _header("the person's name", person)
    sent.update({name: _header(f"the header {name}", value) for name, value in headers.items()})
    payload = b""
    if body is not None:
        sent["Content-Type"] = "application/json"
        payload = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    return Call(known.method, target, sent, payload, known.text)


def _query_value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def value_of(call: Call, answer: Answer) -> Any:
    """What the answer says: JSON, or a text. Raises Refused, Unavailable."""
    if answer.status >= 400:
        problem = _json(answer.body)
        problem = problem if isinstance(problem, dict) else {}
        if answer.status >= 500:
            raise Unavailable(f"http.{answer.status}", str(problem.get("detail", "the server cannot answer")))
        raise Refused(answer.status, problem, answer.retry_after)
    if answer.status >= 300:  # not followed: the token is for one server
        raise Refused(answer.status, {"code": "http.redirect",
                                      "detail": "the server sent the call elsewhere"})
    if call.text:
        return answer.body.decode("utf-8", "replace")
    value = _json(answer.body)
    if not isinstance(value, dict):
        raise Unavailable("answer", "what came back is no answer of the server")
    return value


def decision_of(value: Dict[str, Any]) -> Dict[str, Any]:
    """A decision, and nothing that merely looks like an answer. Raises Unavailable."""
    if value.get("effect") not in ("allow", "redact", "hold", "deny") or not isinstance(value.get("reasons"), list):
        raise Unavailable("answer", "what came back is no decision")
    return value


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
