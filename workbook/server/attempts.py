"""How often somebody may try to come in: a few wrong secrets from one address, and not many from all together."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 300.0
OF_ONE_ADDRESS = 10
OF_ALL = 200
"""An attacker with many addresses gets 40 guesses a minute at 100 bits; people in a room who mistype stay below it."""


class Attempts:
    """Wrong secrets of the last minutes. Whoever has a cookie is not asked here, so nobody can be locked out of work.

    Parameters
    ----------
    of_one, of_all : int
        Wrong secrets allowed in the window, from one address and together.
    window : float
        Seconds.
    clock : callable
        Seconds that never go back.
    """

    def __init__(
        self,
        of_one: int = OF_ONE_ADDRESS,
        of_all: int = OF_ALL,
        window: float = WINDOW_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._of_one, self._of_all, self._window, self._clock = of_one, of_all, window, clock
        self._failed: deque[tuple[float, str]] = deque()
        self.refused = 0

    def allowed(self, address: str) -> bool:
        """Whether this address may try now."""
        self._forget()
        theirs = sum(1 for _, one in self._failed if one == address)
        fine = theirs < self._of_one and len(self._failed) < self._of_all
        self.refused += not fine
        return fine

    def failed(self, address: str) -> None:
        """Count a wrong secret."""
        self._forget()
        self._failed.append((self._clock(), address))

    def _forget(self) -> None:
        oldest = self._clock() - self._window
        while self._failed and self._failed[0][0] <= oldest:
            self._failed.popleft()
