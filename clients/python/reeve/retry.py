"""When a call is made again, and after how long."""
from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Callable, Optional

# Of a server or of what stands before it: it did not answer, and the next moment it may.
RETRIED = frozenset({429, 502, 503, 504})


@dataclass(frozen=True)
class Retry:
    """Each wait is drawn from the upper half of `first` seconds, doubled with each attempt up to
    `longest`, so that callers that failed together do not come back together. What the server asks for
    in `Retry-After` is waited at least; where it asks for more than `longest`, there is no next attempt.
    """

    attempts: int = 3
    first: float = 0.1
    longest: float = 2.0

    def wait(self, failures: int, retry_after: Optional[float] = None,
             draw: Callable[[], float] = random.random) -> Optional[float]:
        """Seconds until the next attempt after that many failures, or None where there is none."""
        if failures >= self.attempts:
            return None
        if retry_after is not None and retry_after > self.longest:
            return None
        whole = min(self.longest, self.first * 2 ** (failures - 1))
        return max(whole * (1 + draw()) / 2, retry_after or 0.0)
