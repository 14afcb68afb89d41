"""What Ctrl+K can find besides commands: each desk registers its own search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Found:
    """One found thing: what it is called, a second text, a right-aligned text, and what Enter does."""

    main: str
    run: Callable[[], None]
    secondary: str = ""
    right: str = ""


Answer = Callable[[Sequence[Found]], None]


@dataclass(frozen=True, slots=True)
class SearchProvider:
    """A search by its plural title; `ask(text, answer)` starts a job and answers when it is there."""

    id: str
    title: str
    icon: str
    ask: Callable[[str, Answer], None]


@dataclass(slots=True)
class Searches:
    """The registered searches, in the order of registration."""

    providers: list[SearchProvider] = field(default_factory=list)
    heard: list[Callable[[SearchProvider], None]] = field(default_factory=list)
    """Called with each that comes later: desks register theirs after the start, and somebody may search by then."""

    def register(self, provider: SearchProvider) -> None:
        """Let Ctrl+K ask this provider too."""
        assert all(provider.id != known.id for known in self.providers), provider.id
        self.providers.append(provider)
        for call in self.heard:
            call(provider)
