"""People who sign in, with their roles."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.errors import NotFoundError
from app.domain.findings import Findings, refuse_blocked
from app.domain.identifiers import is_email
from app.domain.rights import ROLES, Actor
from app.services.unit_of_work import Reading, UnitOfWork
from db.held_names import hold_names
from db.schema.firm import Firm, User
from db.statements import insert_row, update_version

_EVERYBODY = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserInput:
    """A person as keyed; `roles` are of `app.domain.rights.ROLES`."""

    name: str
    full_name: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UserCard(UserInput):
    """A person as it stands."""

    id: int
    version: int

    @property
    def actor(self) -> Actor:
        """The person as the services know one who acts."""
        return Actor(name=self.name, roles=frozenset(self.roles))


def firm_exists(view: Reading) -> bool:
    """Whether there is a firm to work for: the first question of a start, so it needs no firm's card."""
    return view.db.execute(sa.select(Firm.id).limit(1)).first() is not None


def read_users(view: Reading) -> tuple[UserCard, ...]:
    """Every person by name."""
    rows = view.db.execute(sa.select(User.__table__).order_by(User.name)).mappings()
    return tuple(UserCard(**{**row, "roles": _roles_of(row["roles"])}) for row in rows)


def read_actor(view: Reading, name: str) -> Actor | None:
    """Who acts under this name, or None if there is no such active person."""
    row = view.db.execute(
        sa.select(User.name, User.roles).where(User.name == name, User.active.is_(True))
    ).one_or_none()
    return None if row is None else Actor(name=row.name, roles=frozenset(_roles_of(row.roles)))


def read_responsible(view: Reading, role: str, right: str) -> tuple[UserCard, ...]:
    """Whom something waits for that a role answers for: who has it; where nobody has, whoever has the right."""
    may = [user for user in read_users(view) if user.active and user.actor.can(right)]
    own = [user for user in may if role in user.roles]
    return tuple(own or may)


def read_addresses(view: Reading, role: str, right: str) -> tuple[str, ...]:
    """The addresses of those who have a role; where none of them has one, of those who have the right."""
    may = [user for user in read_users(view) if user.active and user.email and user.actor.can(right)]
    own = [user for user in may if role in user.roles]
    return tuple(user.email for user in own or may)


def create_user(uow: UnitOfWork, data: UserInput) -> int:
    """Make a person; the id."""
    uow.actor.require("setup.edit")
    _check(uow, data, id=0)
    values = _values(data)
    id_ = insert_row(uow.db, User, values)
    uow.audit("user", id_, before={}, after=values)
    uow.changed("user", id_, version=1)
    return id_


def update_user(uow: UnitOfWork, id: int, data: UserInput, *, version: int) -> int:
    """Change a person; the new version. The last active owner stays owner."""
    uow.actor.require("setup.edit")
    before = next((user for user in read_users(uow) if user.id == id), None)
    if before is None:
        raise NotFoundError("document.not_found", kind="user", id=id)
    _check(uow, data, id=id)
    values, old = _values(data), _values(before)
    new_version = update_version(uow.db, User, id=id, version=version, values=values, kind="user")
    changed = {name: value for name, value in values.items() if old[name] != value}
    uow.audit("user", id, before={name: old[name] for name in changed}, after=changed)
    uow.changed("user", id, version=new_version)
    return new_version


def _check(uow: UnitOfWork, data: UserInput, *, id: int) -> None:
    hold_names(uow.db, "user", [_EVERYBODY])  # the last owner is found among all, the name too
    others = [user for user in read_users(uow) if user.id != id]
    found = Findings("user")
    found.block(not data.name.strip(), "name_missing", "name")
    found.block(len(data.name) > 200, "too_long", "name", longest=200)
    taken = any(user.name.casefold() == data.name.strip().casefold() for user in others)
    found.block(taken, "name_taken", "name", name=data.name)
    found.block(data.email and not is_email(data.email), "email_wrong", "email", email=data.email)
    unknown = [role for role in data.roles if role not in ROLES]
    found.block(unknown, "role_unknown", "roles", roles=", ".join(unknown))
    found.block(not data.roles, "roles_missing", "roles", name=data.name)
    is_owner = data.active and "owner" in data.roles
    has_owner = any(user.active and "owner" in user.roles for user in others)
    found.block(not is_owner and not has_owner, "last_owner", "roles", name=data.name)
    refuse_blocked("user", found.all)


def _values(data: UserInput) -> dict[str, object]:
    return {
        "name": data.name.strip(),
        "full_name": data.full_name.strip(),
        "email": data.email.strip(),
        "roles": ",".join(role for role in ROLES if role in data.roles),
        "active": data.active,
    }


def _roles_of(text: str) -> tuple[str, ...]:
    return tuple(role for role in text.split(",") if role)
