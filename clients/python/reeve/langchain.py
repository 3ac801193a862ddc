"""LangChain: a middleware for agents (langchain 1.x), `pip install reeve[langchain]`.

    agent = create_agent(model, tools, middleware=[ReeveMiddleware(client, "demo-assistant", {"id": "u-1"})])

All messages and the system prompt are checked before the model sees them, its answer before anything else
does, each tool's arguments before it runs and what it gives before the model reads it. Where the decision
redacts, what goes on is redacted. Nothing of a model is streamed before it is checked: the messages of a
stream are whole ones.

With on_stop="message" a denied or held call becomes a message that says so, and the agent goes on or ends;
without, the error is raised (reeve.Denied, reeve.Held). No decision always raises reeve.Unavailable.
"""
from __future__ import annotations

import asyncio
import uuid
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional, Union

from langchain.agents.middleware import AgentMiddleware, AgentState
from langchain.agents.middleware.types import ModelRequest, ModelResponse, ToolCallRequest
from langchain.messages import AIMessage, AnyMessage, SystemMessage, ToolMessage
from typing_extensions import NotRequired

from .client import Client
from .errors import Stopped
from .interaction import Interaction
from .texts import Place, messages_of, places_in, put_back

_ROLES = {"human": "user", "ai": "assistant"}
_NOT_STREAMED = "nostream"  # langgraph's tag of a model whose tokens go to no stream


class ReeveState(AgentState):  # type: ignore[type-arg]
    reeve_interaction: NotRequired[str]  # of one run of the agent


class ReeveMiddleware(AgentMiddleware):  # type: ignore[type-arg]
    """Any number of runs at once. Under `ainvoke` the checks run in threads. `defaults` are those of
    reeve.interaction.Stages; `actor` may be a function of the agent's state."""

    state_schema = ReeveState

    def __init__(self, client: Client, system: str,
                 actor: Union[Mapping[str, Any], Callable[[Mapping[str, Any]], Mapping[str, Any]]], *,
                 on_stop: str = "raise", **defaults: Any) -> None:
        super().__init__()
        if on_stop not in ("raise", "message"):
            raise ValueError('`on_stop` is "raise" or "message"')
        self._client = client
        self._system = system
        self._actor = actor
        self._says = on_stop == "message"
        self._defaults = defaults

    def before_agent(self, state: Any, runtime: Any) -> Dict[str, Any]:
        return {"reeve_interaction": f"i-{uuid.uuid4().hex}"}

    def wrap_model_call(self, request: ModelRequest, handler: Callable[[ModelRequest], ModelResponse]) -> ModelResponse:
        try:
            return self._checked_answer(request, handler(self._checked_request(request)))
        except Stopped as stop:
            return self._refusal(stop)

    async def awrap_model_call(self, request: ModelRequest,
                               handler: Callable[[ModelRequest], Awaitable[ModelResponse]]) -> ModelResponse:
        try:
            checked = await asyncio.to_thread(self._checked_request, request)
            return await asyncio.to_thread(self._checked_answer, request, await handler(checked))
        except Stopped as stop:
            return self._refusal(stop)

    def wrap_tool_call(self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Any]) -> Any:
        try:
            return self._checked_result(request, handler(self._checked_call(request)))
        except Stopped as stop:
            return self._tool_refusal(request, stop)

    async def awrap_tool_call(self, request: ToolCallRequest,
                              handler: Callable[[ToolCallRequest], Awaitable[Any]]) -> Any:
        try:
            checked = await asyncio.to_thread(self._checked_call, request)
            return await asyncio.to_thread(self._checked_result, request, await handler(checked))
        except Stopped as stop:
            return self._tool_refusal(request, stop)

    def _talk(self, state: Mapping[str, Any]) -> Interaction:
        actor = self._actor(state) if callable(self._actor) else self._actor
        return self._client.interaction(self._system, actor, interaction=state.get("reeve_interaction"),
                                        **self._defaults)

    def _checked_request(self, request: ModelRequest) -> ModelRequest:
        messages = [message.model_copy(deep=True) for message in request.messages]
        prompt: Optional[SystemMessage] = request.system_message and request.system_message.model_copy(deep=True)
        places = _places_in([prompt, *messages] if prompt else messages)
        if places:
            put_back(places, self._talk(request.state).input(messages_of(places)))
        model = request.model.model_copy(update={"tags": [*(request.model.tags or []), _NOT_STREAMED]})
        return request.override(model=model, messages=messages, system_message=prompt)

    def _checked_answer(self, request: ModelRequest, answer: ModelResponse) -> ModelResponse:
        result = [message.model_copy(deep=True) for message in answer.result]
        # The arguments of a call are checked as such, before its tool runs.
        places = [place for message in result for place in places_in("assistant", message, "content")]
        if places:
            put_back(places, self._talk(request.state).output(messages_of(places)))
        return ModelResponse(result=result, structured_response=answer.structured_response)

    def _checked_call(self, request: ToolCallRequest) -> ToolCallRequest:
        call = request.tool_call
        arguments = self._talk(request.state).tool_call(call["name"], call["args"])
        return request.override(tool_call={**call, "args": arguments})

    def _checked_result(self, request: ToolCallRequest, result: Any) -> Any:
        """Of a Command, of the messages in it."""
        copy = result.model_copy(deep=True) if isinstance(result, ToolMessage) else result
        update = getattr(copy, "update", None)
        messages = [copy] if isinstance(copy, ToolMessage) else (
            update.get("messages", []) if isinstance(update, dict) else [])
        places = _places_in([each for each in messages if isinstance(each, ToolMessage)])
        if places:
            put_back(places, self._talk(request.state).tool_result(request.tool_call["name"], messages_of(places)))
        return copy

    def _refusal(self, stop: Stopped) -> ModelResponse:
        if not self._says:
            raise stop
        return ModelResponse(result=[AIMessage(content=str(stop))])

    def _tool_refusal(self, request: ToolCallRequest, stop: Stopped) -> ToolMessage:
        if not self._says:
            raise stop
        return ToolMessage(content=str(stop), name=request.tool_call["name"],
                           tool_call_id=request.tool_call["id"], status="error")


def _places_in(messages: List[AnyMessage]) -> List[Place]:
    places: List[Place] = []
    for message in messages:
        role = _ROLES.get(message.type, message.type)
        places += places_in(role, message, "content")
        for call in getattr(message, "tool_calls", None) or []:
            places += places_in(role, call, "args")
    return places
