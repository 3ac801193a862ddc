"""Functions that are checked whenever they are called."""
from __future__ import annotations

import functools
import inspect
import json
from typing import Any, Callable, Dict, Mapping, Optional, Tuple, TypeVar, Union, cast

from .async_client import AsyncClient
from .client import Client
from .errors import Unavailable

Function = TypeVar("Function", bound=Callable[..., Any])
Actor = Union[Mapping[str, Any], Callable[[], Mapping[str, Any]]]


def guarded(client: Union[Client, AsyncClient], system: str, actor: Actor, *, argument: Optional[str] = None,
            **defaults: Any) -> Callable[[Function], Function]:
    """Of a function that asks a model: its argument of that name (else its first) is checked as input, what
    it gives as output; both are a text or messages. `actor` may be a function, asked at each call.
    `defaults` are those of reeve.interaction.Stages. A client that awaits is for an `async def`.
    """
    def decorate(function: Function) -> Function:
        signature = _signature_of(function, client)
        name = argument or next(iter(signature.parameters), "")
        if name not in signature.parameters:
            raise TypeError(f"`{function.__name__}` has no argument `{name}` to check")

        @functools.wraps(function)
        def blocking(*args: Any, **kwargs: Any) -> Any:
            bound = signature.bind(*args, **kwargs)
            talk = cast(Client, client).interaction(system, _now(actor), **defaults)
            bound.arguments[name] = talk.input(bound.arguments[name])
            return talk.output(function(*bound.args, **bound.kwargs))

        @functools.wraps(function)
        async def awaiting(*args: Any, **kwargs: Any) -> Any:
            bound = signature.bind(*args, **kwargs)
            talk = cast(AsyncClient, client).interaction(system, _now(actor), **defaults)
            bound.arguments[name] = await talk.input(bound.arguments[name])
            return await talk.output(await function(*bound.args, **bound.kwargs))

        return cast(Function, awaiting if isinstance(client, AsyncClient) else blocking)
    return decorate


def guarded_tool(client: Union[Client, AsyncClient], system: str, actor: Actor, *, tool: Optional[str] = None,
                 **defaults: Any) -> Callable[[Function], Function]:
    """Of a tool: its arguments, by name, are checked as a call of `tool` (else the function's name), and
    what it gives, where that is a text, as its result."""
    def decorate(function: Function) -> Function:
        signature = _signature_of(function, client)
        named = tool or function.__name__

        def call_of(args: Any, kwargs: Any) -> Tuple[inspect.BoundArguments, Dict[str, Any], Dict[str, Any]]:
            """How it is called, its arguments by name, and what else is said of it."""
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            arguments = dict(bound.arguments)
            return bound, arguments, {key: value(arguments) if callable(value) else value
                                      for key, value in defaults.items()}

        @functools.wraps(function)
        def blocking(*args: Any, **kwargs: Any) -> Any:
            bound, arguments, said = call_of(args, kwargs)
            talk = cast(Client, client).interaction(system, _now(actor), **said)
            bound.arguments.update(talk.tool_call(named, arguments))
            result = function(*bound.args, **bound.kwargs)
            return None if result is None else _result_of(result, talk.tool_result(named, _text_of(result)))

        @functools.wraps(function)
        async def awaiting(*args: Any, **kwargs: Any) -> Any:
            bound, arguments, said = call_of(args, kwargs)
            talk = cast(AsyncClient, client).interaction(system, _now(actor), **said)
            bound.arguments.update(await talk.tool_call(named, arguments))
            result = await function(*bound.args, **bound.kwargs)
            if result is None:
                return None
            return _result_of(result, await talk.tool_result(named, _text_of(result)))

        return cast(Function, awaiting if isinstance(client, AsyncClient) else blocking)
    return decorate


def _text_of(result: Any) -> str:
    return result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)


def _result_of(given: Any, text: str) -> Any:
    if isinstance(given, str):
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        raise Unavailable("answer", "the result is no JSON any more, as redacted") from error


def _now(actor: Actor) -> Mapping[str, Any]:
    return actor() if callable(actor) else actor


def _signature_of(function: Callable[..., Any], client: Union[Client, AsyncClient]) -> inspect.Signature:
    """A mistake shows when the function is defined."""
    if inspect.iscoroutinefunction(function) != isinstance(client, AsyncClient):
        raise TypeError(f"`{function.__name__}` and its client must both await, or neither")
    return inspect.signature(function)
