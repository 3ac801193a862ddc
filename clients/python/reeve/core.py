"""What both clients have in common: who is called, when again, and what happens without an answer."""
from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Callable, Mapping, Optional, Union

from .bypasses import Bypasses
from .errors import Unavailable
from .messages import Answer, Call, Failed, Server, call_of, value_of
from .retry import Retry

if TYPE_CHECKING:
    import os

    from .schema import Decision

LOG = logging.getLogger("reeve")

# Beside questions: what may be done twice. All else is an act that would be on record twice.
_REPEATABLE = frozenset({"decide", "decideBatch", "reportBypasses"})
_NOTHING_DONE = (429, 503)


class Attempts:
    """The attempts of one call."""

    def __init__(self, retry: Retry, repeatable: bool) -> None:
        self._retry = retry
        self._repeatable = repeatable
        self._failures = 0

    def wait_after(self, outcome: Union[Answer, Failed]) -> Optional[float]:
        """Seconds until the next attempt; None where this outcome stands."""
        if isinstance(outcome, Answer):
            again = outcome.is_retried and (self._repeatable or outcome.status in _NOTHING_DONE)
        else:
            again = self._repeatable
        if not again:
            return None
        self._failures += 1
        return self._retry.wait(self._failures, outcome.retry_after if isinstance(outcome, Answer) else None)


class Core:
    """Settings, checked; the calls and answers of a client. Knows no socket."""

    def __init__(self, url: Optional[str], token: Optional[str], *, retry: Retry, fail: str, plain_http: bool,
                 bypass_file: Union[str, "os.PathLike[str]", None],
                 on_bypass: Optional[Callable[[Mapping[str, Any], str], None]]) -> None:
        if fail not in ("closed", "open"):
            raise ValueError('`fail` is "closed" or "open"')
        self.server = Server.at(url, token, plain_http)
        self.retry = retry
        self.fail = fail
        self.bypasses = Bypasses(bypass_file)
        self._on_bypass = on_bypass

    def attempts(self, operation: str, call: Call) -> Attempts:
        return Attempts(self.retry, call.method == "GET" or operation in _REPEATABLE)

    def call_of(self, operation: str, *, path: Optional[Mapping[str, str]] = None,
                query: Optional[Mapping[str, Any]] = None, body: Any = None, person: Optional[str] = None,
                headers: Optional[Mapping[str, str]] = None) -> Call:
        return call_of(self.server, operation, path=path or {}, query=query or {}, body=body, person=person,
                       headers=headers or {})

    @staticmethod
    def value_of(call: Call, outcome: Union[Answer, Failed]) -> Any:
        if isinstance(outcome, Failed):
            raise Unavailable(outcome.cause, str(outcome)) from outcome
        return value_of(call, outcome)

    def passed(self, request: Mapping[str, Any], error: Unavailable) -> Decision:
        """The stand-in for a decision, where the client fails open; else, and where the pass cannot be
        kept, the error."""
        if self.fail != "open" or not self.bypasses.add(request, error.cause[:64]):
            raise error
        LOG.warning("passed without a decision: system=%s stage=%s cause=%s", request["system"],
                    request["stage"], error.cause)
        if self._on_bypass is not None:
            self._on_bypass(request, error.cause)
        decision: Decision = {
            "id": "", "effect": "allow", "reasons": [], "obligations": [], "findings": [],
            "content": dict(request.get("content") or {}), "bundle": "",
            "warnings": [{"field": "", "message": f"passed without a decision [{error.cause}]"}],
            "record": {"index": -1, "leaf_hash": ""}}
        if "arguments" in request["action"]:
            decision["action"] = {"arguments": request["action"]["arguments"]}
        return decision


def is_bypass(decision: Decision) -> bool:
    """Whether nobody decided, and a client that fails open let it pass."""
    return decision["id"] == ""
