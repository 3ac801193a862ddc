"""What all the formats share: base64, times, the lines of a file."""
import base64
import binascii
import calendar
import re

MAX_RECORD = 65_535

_TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.\d{6}Z", re.ASCII)
_RFC_3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII)
_WHOLE = re.compile(r"0|[1-9][0-9]{0,18}")


class Malformed(Exception):
    """What was read is not of the form that the format document gives."""


class Unavailable(Exception):
    """It could not be looked at: something that is needed to judge it is not there."""


def decode_base64(text):
    """The bytes, if the text is the one base64 of them."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise Malformed("not the one base64 of its bytes")
    return raw


def whole_number(text):
    """A number without sign or zeros in front, below 2^63; or None."""
    if not _WHOLE.fullmatch(text) or int(text) >= 2**63:
        return None
    return int(text)


def _is_date(year, month, day):
    days = [31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28,
            31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return year > 0 and 1 <= month <= 12 and 1 <= day <= days[month - 1]


def is_time(text):
    """Whether a text is a time as records have it: RFC 3339 in UTC with six digits."""
    found = _TIME.fullmatch(text)
    if not found:
        return False
    year, month, day, hour, minute, second = map(int, found.groups())
    return _is_date(year, month, day) and hour < 24 and minute < 60 and second < 60


def moment(text):
    """Microseconds since 1970 of any time of RFC 3339."""
    found = _RFC_3339.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise Malformed("not a time of RFC 3339")
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    fraction, sign, hours, minutes = found.groups()[6:]
    if not _is_date(year, month, day) or hour > 23 or minute > 59 or second > 60:
        raise Malformed("not a time of RFC 3339")
    seconds = calendar.timegm((year, month, day, hour, minute, second))
    if sign:
        if int(hours) > 23 or int(minutes) > 59:
            raise Malformed("not a time of RFC 3339")
        seconds -= (1 if sign == "+" else -1) * (int(hours) * 3600 + int(minutes) * 60)
    return seconds * 1_000_000 + int(((fraction or ".") + "000000")[1:7])


def as_time(micros):
    """The text that a record has for a moment."""
    seconds, rest = divmod(micros, 1_000_000)
    days, second = divmod(seconds, 86_400)
    # Days to a date by the calendar of the 400-year cycle, so that any year is right.
    era, day = divmod(days + 719_468, 146_097)
    year = (day - day // 1_460 + day // 36_524 - day // 146_096) // 365
    day -= 365 * year + year // 4 - year // 100
    month = (5 * day + 2) // 153
    day = day - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9
    year += era * 400 + (month <= 2)
    return (f"{year:04}-{month:02}-{day:02}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{rest:06}Z")


def lines_of(path, longest):
    """The lines of a file, each without its newline; an unfinished or too long one is an error."""
    if not path.exists():
        return
    with open(path, "rb") as file:
        while True:
            line = file.readline(longest + 2)
            if not line:
                return
            if not line.endswith(b"\n"):
                raise Malformed("a line is too long, or is cut off")
            yield line[:-1]
