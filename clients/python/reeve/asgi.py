"""ASGI middleware: what a service is asked and what it answers is checked, without a change of it.

    app = reeve.asgi.Middleware(app, client, system="demo-assistant", paths={
        "/chat": reeve.asgi.Texts(request="/message", answer="/reply")})

Of a POST to such a path the text (or the messages) at the JSON pointer `request` is checked as input, and what
the service is given has the content of the decision; of an answer the one at `answer`, as output. An
answer is held back until it is whole and decided, also one that the service sends in parts.

A denial is 403, a hold 409 with `approval`, no decision 503, each a problem document (RFC 9457). Fails
closed: a body without the text, over `most` bytes, or not JSON is 400 or 413, an answer like that 502.
What the service itself refuses (a status of 400 and more) passes.
"""
from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Awaitable, Callable, Dict, List, Mapping, MutableMapping, Optional, Tuple, Union

from .async_client import AsyncClient
from .errors import Held, ReeveError, Stopped
from .interaction import AsyncInteraction

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


@dataclass(frozen=True)
class Texts:
    """Where the text is in a body: JSON pointers (RFC 6901). Without `answer` answers are not checked."""

    request: str
    answer: Optional[str] = None


class _Wrong(Exception):
    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class Middleware:
    """`actor` tells who asks, from the scope of a request: for example whom the authentication before it
    put there. `defaults` are those of reeve.interaction.Stages. Any number of requests at once."""

    def __init__(self, app: App, client: AsyncClient, *, system: str, paths: Mapping[str, Texts],
                 actor: Union[Mapping[str, Any], Callable[[Mapping[str, Any]], Mapping[str, Any]]],
                 most: int = 1 << 20, **defaults: Any) -> None:
        self._app = app
        self._client = client
        self._system = system
        self._paths = dict(paths)
        self._actor = actor
        self._most = most
        self._defaults = defaults

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        texts = self._paths.get(scope.get("path", "")) if scope["type"] == "http" else None
        if texts is None or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        try:
            actor = self._actor(scope) if callable(self._actor) else self._actor
            talk = self._client.interaction(self._system, actor, **self._defaults)
            body = await self._whole(receive)
            body = await _checked(body, texts.request, talk.input, _Wrong(400, "the body has no text to check"))
            answer = await self._answer_of(scope, body, receive)
            if texts.answer is not None and answer.status < 400:
                answer.body = await _checked(answer.body, texts.answer, talk.output,
                                             _Wrong(502, "the answer has no text to check"))
        except (_Wrong, ReeveError) as error:
            answer = _problem(error)
        await answer.send(send)

    async def _whole(self, receive: Receive) -> bytes:
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Wrong(400, "the body ended early")
            body += message.get("body", b"")
            if len(body) > self._most:
                raise _Wrong(413, f"the body has more than {self._most} bytes")
            if not message.get("more_body", False):
                return body

    async def _answer_of(self, scope: MutableMapping[str, Any], body: bytes, receive: Receive) -> _Answer:
        answer = _Answer(500, [], b"")
        given = False

        async def given_body() -> Message:
            nonlocal given
            if given:
                return await receive()  # that the caller went
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        async def kept(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = list(message.get("headers", []))
            elif message["type"] == "http.response.body":
                answer.body += message.get("body", b"")
                if len(answer.body) > self._most:
                    raise _Wrong(502, f"the answer has more than {self._most} bytes")

        headers = [(name, value) for name, value in scope["headers"] if name.lower() != b"content-length"]
        changed = {**scope, "headers": [*headers, (b"content-length", str(len(body)).encode())]}
        await self._app(changed, given_body, kept)
        return answer


@dataclass
class _Answer:
    status: int
    headers: List[Tuple[bytes, bytes]]
    body: bytes

    async def send(self, send: Send) -> None:
        headers = [(name, value) for name, value in self.headers if name.lower() != b"content-length"]
        headers.append((b"content-length", str(len(self.body)).encode()))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


async def _checked(body: bytes, pointer: str, check: Callable[[Any], Awaitable[Any]], wrong: _Wrong) -> bytes:
    """The body with what the decision has at the pointer."""
    try:
        document = json.loads(body)
        place, key = _place(document, pointer)
        content = place[key]
    except (ValueError, LookupError, TypeError) as error:
        raise wrong from error
    if not isinstance(content, (str, list)):
        raise wrong
    place[key] = await check(content)
    return json.dumps(document, ensure_ascii=False).encode()


def _place(document: Any, pointer: str) -> Tuple[Any, Any]:
    """What holds the value, and by which key."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    if not parts:
        raise LookupError(pointer)
    for part in parts[:-1]:
        document = document[int(part) if isinstance(document, list) else part]
    return document, int(parts[-1]) if isinstance(document, list) else parts[-1]


def _problem(error: Exception) -> _Answer:
    problem: Dict[str, Any] = {"type": "about:blank"}
    if isinstance(error, Stopped):
        status = 409 if isinstance(error, Held) else 403
        problem.update(detail=str(error), decision=error.decision["id"])
        if isinstance(error, Held):
            problem["approval"] = error.approval
    elif isinstance(error, _Wrong):
        status, problem["detail"] = error.status, str(error)
    else:  # what went wrong between the service and Reeve is no word for its caller
        status, problem["detail"] = 503, "no decision can be made now; nothing passes without one"
    problem["status"] = status
    return _Answer(status, [(b"content-type", b"application/problem+json")], json.dumps(problem).encode())


__all__ = ["Middleware", "Texts"]
