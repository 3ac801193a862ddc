"""The stages of one interaction, a line each.

    with client.interaction("demo-assistant", {"id": "u-1"}) as talk:
        prompt = talk.input("Please bill my card 4111 1111 1111 1111.")
        answer = talk.output(model(prompt))
        terms = talk.tool_call("refund", {"amount": 100})
        answer = talk.tool_result("refund", refund(**terms))

Each stage gives back what to go on with, in the form that it was given (what was redacted is), and
raises Denied, Held or Unavailable otherwise. Messages are `[{"role", "content"}]`.
"""
from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, TypeVar, Union, cast

from .errors import Denied, Held, Unavailable

if TYPE_CHECKING:
    from .async_client import AsyncClient
    from .client import Client
    from .schema import Decision, Request

Content = TypeVar("Content", str, List[Dict[str, str]])


def enforce(decision: Decision) -> Decision:
    """The decision, where it lets something pass. Raises Denied, Held."""
    if decision["effect"] in ("allow", "redact"):
        return decision
    raise Held(decision) if decision["effect"] == "hold" else Denied(decision)


class Stages:
    """The requests of the stages. What is the same in all of them is said once; a stage may say it anew
    by keyword: `kind`, `purpose`, `consequential`, `amount`, `currency`, `model`, `channel`, `subject`,
    `context`, `sequence`, `approval` (of a request that was held and comes again)."""

    def __init__(self, system: str, actor: Mapping[str, Any], *, interaction: Optional[str] = None,
                 **defaults: Any) -> None:
        self.id = interaction or f"i-{uuid.uuid4().hex}"
        self.decisions: List[Decision] = []  # of the stages so far
        self._system = system
        self._actor = dict(actor)
        self._defaults = defaults

    def _request(self, stage: str, content: Union[str, List[Dict[str, str]], None], tool: Optional[str],
                 arguments: Optional[Mapping[str, Any]], changes: Mapping[str, Any]) -> Request:
        said = {**self._defaults, **changes}
        action = {"kind": said.pop("kind", "tool" if tool else "chat")}
        for key in ("purpose", "consequential", "amount", "currency"):
            if (value := said.pop(key, None)) is not None:
                action[key] = value
        if tool is not None:
            action["tool"] = tool
        if arguments is not None:
            action["arguments"] = dict(arguments)
        request: Dict[str, Any] = {"interaction": self.id, "stage": stage, "system": self._system,
                                   "actor": self._actor, "action": action,
                                   **{key: value for key, value in said.items() if value is not None}}
        if content is not None:
            request["content"] = {"text": content} if isinstance(content, str) else {"messages": content}
        return cast("Request", request)

    def _content(self, given: Content, decision: Decision) -> Content:
        """Of the decision, in the form that was given."""
        self.decisions.append(enforce(decision))
        key, kind = ("text", str) if isinstance(given, str) else ("messages", list)
        found = decision["content"].get(key)
        if not isinstance(found, kind):
            raise Unavailable("answer", f"the decision has no `{key}` to go on with")
        return cast(Content, found)

    def _arguments(self, given: Mapping[str, Any], decision: Decision) -> Dict[str, Any]:
        self.decisions.append(enforce(decision))
        found = decision.get("action", {}).get("arguments")
        if not isinstance(found, dict):
            raise Unavailable("answer", "the decision has no arguments to go on with")
        return cast(Dict[str, Any], found)


class Interaction(Stages):
    """Of code that blocks. One thread at a time."""

    def __init__(self, client: Client, system: str, actor: Mapping[str, Any], **defaults: Any) -> None:
        super().__init__(system, actor, **defaults)
        self._client = client

    def __enter__(self) -> Interaction:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def input(self, content: Content, **changes: Any) -> Content:
        """What goes to the model."""
        return self._content(content, self._client.decide(self._request("input", content, None, None, changes)))

    def output(self, content: Content, **changes: Any) -> Content:
        """What the model answered."""
        return self._content(content, self._client.decide(self._request("output", content, None, None, changes)))

    def tool_call(self, tool: str, arguments: Mapping[str, Any], **changes: Any) -> Dict[str, Any]:
        """What a tool is called with."""
        return self._arguments(arguments, self._client.decide(
            self._request("tool_call", None, tool, arguments, changes)))

    def tool_result(self, tool: str, content: Content, **changes: Any) -> Content:
        """What a tool gave back."""
        return self._content(content, self._client.decide(
            self._request("tool_result", content, tool, None, changes)))


class AsyncInteraction(Stages):
    """Of code that awaits. One task at a time."""

    def __init__(self, client: AsyncClient, system: str, actor: Mapping[str, Any], **defaults: Any) -> None:
        super().__init__(system, actor, **defaults)
        self._client = client

    async def __aenter__(self) -> AsyncInteraction:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def input(self, content: Content, **changes: Any) -> Content:
        """What goes to the model."""
        return self._content(content, await self._client.decide(
            self._request("input", content, None, None, changes)))

    async def output(self, content: Content, **changes: Any) -> Content:
        """What the model answered."""
        return self._content(content, await self._client.decide(
            self._request("output", content, None, None, changes)))

    async def tool_call(self, tool: str, arguments: Mapping[str, Any], **changes: Any) -> Dict[str, Any]:
        """What a tool is called with."""
        return self._arguments(arguments, await self._client.decide(
            self._request("tool_call", None, tool, arguments, changes)))

    async def tool_result(self, tool: str, content: Content, **changes: Any) -> Content:
        """What a tool gave back."""
        return self._content(content, await self._client.decide(
            self._request("tool_result", content, tool, None, changes)))
