"""What passed without a decision, until the server has it on record. docs/clients.md."""
from __future__ import annotations

import datetime
import json
import os
import pathlib
import threading
import uuid
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Union

if TYPE_CHECKING:
    from .schema import Bypass

MOST = 10_000  # that wait; the next one does not pass
MOST_AT_ONCE = 100  # the server takes so many of one call
_MOST_BYTES = 256  # of an id
_STAGES = ("input", "output", "tool_call", "tool_result")


class Bypasses:
    """The passes that wait to be reported. With a file each is on disk before it passes, and outlives
    the process; without one, those of a process that dies are reported by nobody.

    Any thread. A file is one process's.
    """

    def __init__(self, file: Union[str, "os.PathLike[str]", None] = None) -> None:
        self._lock = threading.Lock()
        self._reporting = threading.Lock()
        self._file = pathlib.Path(file) if file is not None else None
        self._waiting: Dict[str, Bypass] = {}
        if self._file is not None and self._file.exists():
            for line in self._file.read_text(encoding="utf-8").splitlines():
                # A line that is cut is of a crash before its pass.
                if (report := _report(line)) is not None:
                    self._waiting[report["key"]] = report

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, request: Mapping[str, Any], cause: str) -> bool:
        """False where it cannot be kept, and so must not pass: too many wait, the disk takes nothing, or
        the server would refuse a report of such a request, as it would have refused the request."""
        if not _is_reportable(request):
            return False
        report: Bypass = {
            "key": uuid.uuid4().hex, "system": request["system"], "interaction": request["interaction"],
            "stage": request["stage"], "cause": cause,
            "passed": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
        with self._lock:
            if len(self._waiting) >= MOST:
                return False
            if self._file is not None:
                try:
                    self._append(json.dumps(report) + "\n")
                except OSError:
                    return False
            self._waiting[report["key"]] = report
            return True

    def begin(self) -> Optional[List[Bypass]]:
        """The next ones to report, for one reporter at a time: None where another is at it, or there are
        none. Whoever got some calls `end`."""
        if not self._waiting or not self._reporting.acquire(blocking=False):
            return None
        with self._lock:
            return list(self._waiting.values())[:MOST_AT_ONCE]

    def end(self, reported: List[Bypass]) -> None:
        """Those are on record; none where the report failed."""
        try:
            with self._lock:
                for report in reported:
                    self._waiting.pop(report["key"], None)
                if reported and self._file is not None:
                    self._rewrite()
        finally:
            self._reporting.release()

    def _append(self, line: str) -> None:
        assert self._file is not None
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(descriptor, line.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _rewrite(self) -> None:
        """A crash in between leaves the old lines, which are reported again under their keys."""
        assert self._file is not None
        if not self._waiting:
            self._file.unlink(missing_ok=True)
            return
        beside = self._file.with_name(self._file.name + ".new")
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(report) + "\n" for report in self._waiting.values())
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, self._file)


def _is_reportable(request: Mapping[str, Any]) -> bool:
    ids = (request.get("system"), request.get("interaction"))
    return request.get("stage") in _STAGES and all(
        isinstance(each, str) and 0 < len(each.encode("utf-8", "replace")) <= _MOST_BYTES for each in ids)


def _report(line: str) -> Optional["Bypass"]:
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) and isinstance(value.get("key"), str) else None
