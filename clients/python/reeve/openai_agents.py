"""The OpenAI Agents SDK: guardrails, `pip install reeve[openai-agents]`.

    guards = Guardrails(client, "demo-assistant", {"id": "u-1"})
    agent = Agent(name="...", input_guardrails=[guards.input], output_guardrails=[guards.output])

    @function_tool(tool_input_guardrails=[guards.tool_input], tool_output_guardrails=[guards.tool_output])
    def refund(...): ...

A guardrail of the SDK can stop, not change: where the decision is to redact, what holds the original is
stopped too, but for what a tool gives, of which the redacted text takes the place. The input guardrail runs
before the model, not beside it. `output_info` is the decision; without one, reeve.Unavailable is raised.
"""
from __future__ import annotations

import copy
import json
from typing import Any, Callable, List, Mapping, Union

from agents import (GuardrailFunctionOutput, InputGuardrail, OutputGuardrail, RunContextWrapper,
                    ToolGuardrailFunctionOutput, ToolInputGuardrail, ToolInputGuardrailData, ToolOutputGuardrail,
                    ToolOutputGuardrailData)
from agents.tracing import get_current_trace

from .async_client import AsyncClient
from .errors import Stopped
from .interaction import AsyncInteraction
from .texts import messages_of, places_in


class Guardrails:
    """`actor` may be a function of the run's context. `defaults` are those of reeve.interaction.Stages. Of
    a run that is traced, all checks are of one interaction."""

    def __init__(self, client: AsyncClient, system: str,
                 actor: Union[Mapping[str, Any], Callable[[Any], Mapping[str, Any]]], **defaults: Any) -> None:
        self._client = client
        self._system = system
        self._actor = actor
        self._defaults = defaults
        self.input: InputGuardrail[Any] = InputGuardrail(self._input, name="reeve", run_in_parallel=False)
        self.output: OutputGuardrail[Any] = OutputGuardrail(self._output, name="reeve")
        self.tool_input: ToolInputGuardrail[Any] = ToolInputGuardrail(self._tool_input, name="reeve")
        self.tool_output: ToolOutputGuardrail[Any] = ToolOutputGuardrail(self._tool_output, name="reeve")

    def _talk(self, context: RunContextWrapper[Any]) -> AsyncInteraction:
        actor = self._actor(context.context) if callable(self._actor) else self._actor
        trace = get_current_trace()
        traced = trace.trace_id if trace is not None and trace.trace_id.startswith("trace_") else None
        return self._client.interaction(self._system, actor, interaction=traced, **self._defaults)

    async def _input(self, context: RunContextWrapper[Any], _agent: Any, given: Any) -> GuardrailFunctionOutput:
        items = [{"role": "user", "content": given}] if isinstance(given, str) else copy.deepcopy(list(given))
        places = [place for item in items for key in ("content", "arguments", "output") if key in item
                  for place in places_in(str(item.get("role", "tool")), item, key)]
        if not places:
            return GuardrailFunctionOutput(None, False)
        return await _tripped(self._talk(context), "input", messages_of(places))

    async def _output(self, context: RunContextWrapper[Any], _agent: Any, given: Any) -> GuardrailFunctionOutput:
        return await _tripped(self._talk(context), "output", _text_of(given))

    async def _tool_input(self, data: ToolInputGuardrailData) -> ToolGuardrailFunctionOutput:
        talk = self._talk(data.context)
        try:
            arguments = json.loads(data.context.tool_arguments or "{}")
            if not isinstance(arguments, dict):
                raise ValueError
            passed = await talk.tool_call(data.context.tool_name, arguments)
        except ValueError:
            return ToolGuardrailFunctionOutput.reject_content("the arguments are no JSON object")
        except Stopped as stop:
            return ToolGuardrailFunctionOutput.reject_content(str(stop), stop.decision)
        if passed != arguments:
            return ToolGuardrailFunctionOutput.reject_content(_reasons(talk), talk.decisions[-1])
        return ToolGuardrailFunctionOutput.allow(talk.decisions[-1])

    async def _tool_output(self, data: ToolOutputGuardrailData) -> ToolGuardrailFunctionOutput:
        talk = self._talk(data.context)
        given = _text_of(data.output)
        if not given:
            return ToolGuardrailFunctionOutput.allow()
        try:
            passed = await talk.tool_result(data.context.tool_name, given)
        except Stopped as stop:
            return ToolGuardrailFunctionOutput.reject_content(str(stop), stop.decision)
        if passed != given:
            return ToolGuardrailFunctionOutput.reject_content(passed, talk.decisions[-1])
        return ToolGuardrailFunctionOutput.allow(talk.decisions[-1])


async def _tripped(talk: AsyncInteraction, stage: str, content: Union[str, List[Any]]) -> GuardrailFunctionOutput:
    if not content:
        return GuardrailFunctionOutput(None, False)
    check = talk.input if stage == "input" else talk.output
    try:
        passed = await check(content)
    except Stopped as stop:
        return GuardrailFunctionOutput(stop.decision, True)
    return GuardrailFunctionOutput(talk.decisions[-1], passed != content)


def _reasons(talk: AsyncInteraction) -> str:
    return "; ".join(reason["message"] for reason in talk.decisions[-1]["reasons"])


def _text_of(given: Any) -> str:
    if isinstance(given, str):
        return given
    dump = getattr(given, "model_dump", None)
    return json.dumps(dump() if dump is not None else given, ensure_ascii=False, default=str)
