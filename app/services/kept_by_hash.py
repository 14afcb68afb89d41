"""Values that never change, kept in the process by a hash of what they are made of."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar

T = TypeVar("T")


class KeptByHash(Generic[T]):
    """Values by names that have a hash of all that they are made of: the `most` that were asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = RLock()

    def get(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes, or made before under the same name."""
        with self._lock:
            if name in self._found:
                self._found.move_to_end(name)
                return self._found[name]
        made = make()
        with self._lock:
            self._found[name] = made
            if len(self._found) > self._most:
                self._found.popitem(last=False)
        return made


class IdleByHash(Generic[T]):
    """What only one at a time may use, kept while nobody does: up to `most`, those that were given back last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._idle: list[tuple[Hashable, T]] = []
        self._lock = RLock()

    def take(self, name: Hashable, make: Callable[[], T]) -> T:
        """One that was given back under this name, or else what `make` makes; nobody else is told of it."""
        with self._lock:
            for at in reversed(range(len(self._idle))):
                if self._idle[at][0] == name:
                    return self._idle.pop(at)[1]
        return make()

    def give_back(self, name: Hashable, one: T) -> None:
        """Nobody uses it any more."""
        with self._lock:
            self._idle.append((name, one))
            del self._idle[: -self._most]
