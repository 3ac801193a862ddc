"""Texts inside the structures that frameworks hand around: found, checked together, and put back."""
from __future__ import annotations

from typing import Any, Dict, Iterator, List, NamedTuple

# What a part of a message calls itself by, and where its bytes are: no text of anybody's.
_NO_TEXT = frozenset({"type", "id", "call_id", "role", "status", "name", "mime_type", "detail"})


class Place(NamedTuple):
    role: str
    holder: Any  # a list or a dict, or what has attributes
    key: Any

    def get(self) -> str:
        if isinstance(self.holder, (dict, list)):
            return self.holder[self.key]  # type: ignore[no-any-return]
        return getattr(self.holder, self.key)  # type: ignore[no-any-return]

    def put(self, text: str) -> None:
        if isinstance(self.holder, (dict, list)):
            self.holder[self.key] = text
        else:
            setattr(self.holder, self.key, text)


def places_in(role: str, holder: Any, key: Any) -> Iterator[Place]:
    """Every text at or below holder[key], but for names and links to bytes."""
    value = holder[key] if isinstance(holder, (dict, list)) else getattr(holder, key)
    if isinstance(value, str):
        if value:
            yield Place(role, holder, key)
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places_in(role, value, index)
    elif isinstance(value, dict):
        for name in value:
            if name not in _NO_TEXT and not str(value[name]).startswith("data:"):
                yield from places_in(role, value, name)


def messages_of(places: List[Place]) -> List[Dict[str, str]]:
    return [{"role": place.role, "content": place.get()} for place in places]


def put_back(places: List[Place], messages: List[Dict[str, str]]) -> None:
    """What the decision has in their stead, one for one."""
    for place, message in zip(places, messages):
        place.put(message["content"])
