"""What can go wrong between a service and its decision."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Optional

if TYPE_CHECKING:
    from .schema import Decision


class ReeveError(Exception):
    """Each error of this package."""


class Unavailable(ReeveError):
    """There was no answer, after every attempt. Without a decision, nothing may pass."""

    def __init__(self, cause: str, message: str) -> None:
        super().__init__(f"{message} [{cause}]")
        self.cause = cause  # "connection", "timeout", "http.503", "answer"


class Refused(ReeveError):
    """The server refused the request: a problem document (RFC 9457). To ask again alike is in vain."""

    def __init__(self, status: int, problem: Dict[str, Any], retry_after: Optional[float] = None) -> None:
        self.status = status
        self.code = str(problem.get("code", f"http.{status}"))
        self.detail = str(problem.get("detail", ""))
        self.field = problem.get("field")
        self.retry_after = retry_after  # seconds, of a rate limit
        at = f" at {self.field}" if self.field else ""
        super().__init__(f"{status} {self.detail or self.code}{at} [{self.code}]")


class Stopped(ReeveError):
    """The decision lets nothing pass. `decision` has its reasons."""

    def __init__(self, decision: Decision) -> None:
        reasons = [reason["message"] for reason in decision["reasons"]]
        super().__init__("; ".join(reasons) or f"the decision is {decision['effect']}")
        self.decision = decision


class Denied(Stopped):
    """It is denied."""


class Held(Stopped):
    """It waits for people. Once `approval` is given, the same request passes with that id."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision)
        self.approval = str(decision.get("approval", {}).get("id", ""))
