"""Canonical JSON (RFC 8785)."""
import json
import re

from .form import Malformed

MAX_DEPTH = 256


def _number(value):
    """As ECMAScript prints a double."""
    if isinstance(value, int):
        if abs(value) <= 2**53:
            return str(value)
        printed = _number(float(value))
        if printed != str(value):
            raise Malformed("a number has no exact canonical form")
        return printed
    if value != value or value in (float("inf"), float("-inf")):
        raise Malformed("a number is not finite")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0)
    if whole == "0":
        point = int(exponent or 0) - (len(fraction) - len(fraction.lstrip("0")))
    digits = digits.rstrip("0")
    if -6 < point <= 21:
        if point <= 0:
            return sign + "0." + "0" * -point + digits
        if len(digits) <= point:
            return sign + digits + "0" * (point - len(digits))
        return sign + digits[:point] + "." + digits[point:]
    text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{text}e{'+' if point > 0 else '-'}{abs(point - 1)}"


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _string(text):
    return '"' + re.sub(r'["\\\x00-\x1f]',
                        lambda c: _ESCAPES.get(c[0]) or f"\\u{ord(c[0]):04x}", text) + '"'


def canonical(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(_string(key) + ":" + canonical(value[key]) for key in keys) + "}"


def _pairs(pairs):
    out = dict(pairs)
    if len(out) != len(pairs):
        raise Malformed("an object has a key twice")
    return out


def _constant(name):
    raise Malformed(f"{name} is not JSON")


def _depth(text):
    depth = deepest = 0
    for token in re.findall(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text):
        if token in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token in "]}":
            depth -= 1
    return deepest


def parse_json(raw):
    """The value of any JSON in UTF-8 that has a canonical form."""
    try:
        text = raw.decode("utf-8")
        if _depth(text) > MAX_DEPTH:
            raise Malformed("it nests too deep")
        return json.loads(text, object_pairs_hook=_pairs, parse_constant=_constant)
    except (UnicodeError, ValueError, RecursionError, OverflowError) as error:
        raise Malformed(str(error)) from None


def parse_canonical(raw):
    """The value, if the bytes are its canonical form."""
    value = parse_json(raw)
    try:
        if canonical(value).encode() != raw:
            raise Malformed("it is not in canonical form")
    except (UnicodeError, ValueError, OverflowError) as error:
        raise Malformed(str(error)) from None
    return value
