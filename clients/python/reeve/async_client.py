"""The client for code that awaits. The twin of client.py, method by method."""
from __future__ import annotations

import asyncio
import ssl
import time
from typing import TYPE_CHECKING, Any, Callable, List, Mapping, Optional, Sequence, Union, cast

from .async_transport import AsyncTransport
from .core import LOG, Core
from .errors import ReeveError, Unavailable
from .interaction import AsyncInteraction
from .messages import Answer, Failed, decision_of
from .retry import Retry

if TYPE_CHECKING:
    import os

    from .schema import Approval, Decision, OverridesOverrides, Problem, RecordOutcomesBodyOutcomes, Request


class AsyncClient:
    """A server, called by the tasks of one event loop; `close` once none calls.

    `url` is REEVE_URL or http://127.0.0.1:8484, `token` REEVE_TOKEN or what is in the file that
    REEVE_TOKEN_FILE names. `timeout` is of one attempt, in seconds.

    Without an answer `decide` raises Unavailable. With fail="open" it allows, keeps the pass (in
    `bypass_file`, where one is given), calls `on_bypass(request, cause)`, and reports it once the server
    answers. A request that the server refuses never passes.
    """

    def __init__(self, url: Optional[str] = None, token: Optional[str] = None, *, timeout: float = 5.0,
                 retry: Retry = Retry(), fail: str = "closed",
                 bypass_file: Union[str, "os.PathLike[str]", None] = None,
                 on_bypass: Optional[Callable[[Mapping[str, Any], str], None]] = None,
                 context: Optional[ssl.SSLContext] = None, plain_http: bool = False) -> None:
        self._core = Core(url, token, retry=retry, fail=fail, plain_http=plain_http, bypass_file=bypass_file,
                          on_bypass=on_bypass)
        self._transport = AsyncTransport(self._core.server, timeout, context)

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self._transport.close()

    async def call(self, operation: str, *, path: Optional[Mapping[str, str]] = None,
                   query: Optional[Mapping[str, Any]] = None, body: Any = None, person: Optional[str] = None,
                   headers: Optional[Mapping[str, str]] = None, timeout: Optional[float] = None) -> Any:
        """Any operation of the OpenAPI document, by its operationId: its JSON, or its text. `person` is
        who acts. Raises Refused, Unavailable."""
        call = self._core.call_of(operation, path=path, query=query, body=body, person=person, headers=headers)
        attempts = self._core.attempts(operation, call)
        while True:
            outcome: Union[Answer, Failed]
            try:
                outcome = await self._transport.send(call, timeout)
            except Failed as error:
                outcome = error
            wait = attempts.wait_after(outcome)
            if wait is None:
                return self._core.value_of(call, outcome)
            await asyncio.sleep(wait)

    async def decide(self, request: Request, *, callback: Optional[str] = None) -> Decision:
        """The decision about one stage of an interaction; its record is durable. `callback` is a webhook
        of the server's that is told of the approval, where it holds."""
        headers = {"Reeve-Callback": callback} if callback else None
        try:
            decision = decision_of(await self.call("decide", body=request, headers=headers))
        except Unavailable as error:
            return self._core.passed(request, error)
        await self.report_bypasses()
        return cast("Decision", decision)

    async def decide_batch(self, requests: Sequence[Request]) -> List[Union[Decision, Problem]]:
        """Up to 100 at once, each with its decision or its problem, in order."""
        answer = await self.call("decideBatch", body={"requests": list(requests)})
        return cast("List[Union[Decision, Problem]]", answer["results"])

    def interaction(self, system: str, actor: Mapping[str, Any], **defaults: Any) -> AsyncInteraction:
        """The stages of one call cycle, checked in a line each; reeve.interaction.AsyncInteraction."""
        return AsyncInteraction(self, system, actor, **defaults)

    async def approval(self, approval: str) -> Approval:
        return cast("Approval", await self.call("getApproval", path={"id": approval}))

    async def wait_for_approval(self, approval: str, seconds: float, *,
                                clock: Callable[[], float] = time.monotonic) -> Approval:
        """The approval once it is not open any more, or as it is after that time."""
        until = clock() + seconds
        while True:
            left = max(1, min(30, int(until - clock())))
            found = await self.call("getApproval", path={"id": approval}, query={"wait": f"{left}s"},
                                    timeout=left + 10.0)
            if found["state"] != "open" or clock() >= until:
                return cast("Approval", found)

    async def receipt(self, decision: str) -> str:
        """The proof that the decision is in the ledger; `reeve-verify --receipt` verifies it."""
        return cast(str, await self.call("getReceipt", path={"id": decision}))

    async def report_outcomes(self, outcomes: Sequence[RecordOutcomesBodyOutcomes]) -> int:
        """What came of decisions: {"decision", "outcome"} each."""
        return int((await self.call("recordOutcomes", body={"outcomes": list(outcomes)}))["recorded"])

    async def report_overrides(self, overrides: Sequence[OverridesOverrides]) -> int:
        """What people did with the output of decisions."""
        return int((await self.call("recordOverrides", body={"overrides": list(overrides)}))["recorded"])

    async def report_bypasses(self) -> int:
        """Reports what passed without a decision, and says how much still waits. `decide` does so by
        itself; call it before the process ends."""
        waiting = self._core.bypasses.begin()
        if waiting is None:
            return len(self._core.bypasses)
        reported = []
        try:
            await self.call("reportBypasses", body={"bypasses": waiting})
            reported = waiting
        except ReeveError as error:
            LOG.warning("passes without a decision wait to be reported: %s", error)
        finally:
            self._core.bypasses.end(reported)
        return len(self._core.bypasses)
