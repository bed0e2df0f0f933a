"""Accounts, and what they sign in by: rows of account, session, api_token and sign_in_refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from accounts.model import AccountView, Rights, Role, TokenView
from adapters.catalogue import second_factors
from adapters.catalogue.schema_people import account as table
from adapters.catalogue.schema_people import api_token, session
from adapters.catalogue.statements import by_code_point, insert_or_leave
from records.identifiers import uuid7
from records.reader import Capability

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def any_there(connection: sa.Connection) -> bool:
    """Whether there is an account; enabled or not, for none is ever removed."""
    return connection.execute(sa.select(table.c.name).limit(1)).first() is not None


def add(
    connection: sa.Connection,
    *,
    name: str,
    full_name: str,
    rights: Rights,
    password: str,
    password_until: datetime | None,
    by: str,
    now: datetime,
) -> bool:
    """Whether it was made: False where the name was given before. ``password`` is its hash."""
    values = {
        "name": name,
        "password": password,
        "password_until": password_until,
        "enabled": True,
        "created_at": now,
        "created_by": by,
        **_plain(full_name, rights),
    }
    inserted = insert_or_leave(connection, table).values(values).returning(table.c.name)
    return connection.execute(inserted).first() is not None


def change(connection: sa.Connection, name: str, full_name: str, rights: Rights) -> None:
    connection.execute(sa.update(table).where(table.c.name == name).values(_plain(full_name, rights)))


def set_enabled(connection: sa.Connection, name: str, *, enabled: bool) -> None:
    connection.execute(sa.update(table).where(table.c.name == name).values(enabled=enabled))
    if not enabled:
        end_sessions(connection, name)


def set_password(connection: sa.Connection, name: str, password: str, until: datetime | None) -> None:
    """``password`` is its hash; ``until`` is given for one-time ones alone. Every session ends."""
    connection.execute(sa.update(table).where(table.c.name == name).values(password=password, password_until=until))
    end_sessions(connection, name)


def hash_again(connection: sa.Connection, name: str, before: str, after: str) -> None:
    """The same password, hashed the way of today."""
    connection.execute(sa.update(table).where(table.c.name == name, table.c.password == before).values(password=after))


def row(connection: sa.Connection, name: str) -> Any | None:
    return connection.execute(sa.select(table).where(table.c.name == name)).first()


def full_name(connection: sa.Connection, name: str) -> str:
    """As it was given; empty where there is no such account."""
    return connection.execute(sa.select(table.c.full_name).where(table.c.name == name)).scalar() or ""


def views(connection: sa.Connection) -> list[AccountView]:
    """By name."""
    with_one = second_factors.accounts_with_one(connection)
    return [
        view_of(found, second_factor=found.name in with_one)
        for found in connection.execute(sa.select(table).order_by(by_code_point(connection, table.c.name)))
    ]


def view_of(found: Any, *, second_factor: bool) -> AccountView:
    return AccountView(
        name=found.name,
        full_name=found.full_name,
        rights=rights_of(found),
        enabled=found.enabled,
        password_due=found.password_until is not None,
        created_at=found.created_at,
        created_by=found.created_by,
        signed_in_at=found.signed_in_at,
        second_factor=second_factor,
    )


def rights_of(found: Any) -> Rights:
    return Rights(roles=frozenset(Role(role) for role in found.roles), unit=found.unit, conditional=found.conditional)


def _plain(full_name: str, rights: Rights) -> dict[str, Any]:
    return {
        "full_name": full_name,
        "unit": rights.unit,
        "roles": sorted(role.value for role in rights.roles),
        "conditional": rights.conditional,
    }


# -- sessions ---------------------------------------------------------------------------------


def begin_session(
    connection: sa.Connection, digest: str, name: str, now: datetime, expires_at: datetime, *, waiting: bool = False
) -> None:
    """And forget those that are over. One that is ``waiting`` lets nobody in."""
    connection.execute(sa.delete(session).where(session.c.expires_at <= now))
    values = {"digest": digest, "account": name, "created_at": now, "seen_at": now, "expires_at": expires_at}
    connection.execute(sa.insert(session).values(waiting=waiting, **values))
    if not waiting:
        connection.execute(sa.update(table).where(table.c.name == name).values(signed_in_at=now))


def account_that_waits(connection: sa.Connection, digest: str, now: datetime) -> Any | None:
    """The enabled account of a session that waits for its second factor."""
    return connection.execute(
        sa.select(table)
        .join(session, session.c.account == table.c.name)
        .where(session.c.digest == digest, session.c.waiting, session.c.expires_at > now, table.c.enabled)
    ).first()


def account_of_session(connection: sa.Connection, digest: str, now: datetime, idle_since: datetime) -> Any | None:
    """The enabled account, with ``seen_at`` of the session."""
    return connection.execute(
        sa.select(table, session.c.seen_at)
        .join(session, session.c.account == table.c.name)
        .where(
            session.c.digest == digest,
            ~session.c.waiting,
            session.c.expires_at > now,
            session.c.seen_at > idle_since,
            table.c.enabled,
        )
    ).first()


def seen(connection: sa.Connection, digest: str, now: datetime) -> None:
    connection.execute(sa.update(session).where(session.c.digest == digest).values(seen_at=now))


def end_session(connection: sa.Connection, digest: str) -> str | None:
    """Whose it was; None where it had ended."""
    ended = sa.delete(session).where(session.c.digest == digest).returning(session.c.account)
    return connection.execute(ended).scalar_one_or_none()


def sessions(connection: sa.Connection, name: str, now: datetime, idle_since: datetime) -> Sequence[Any]:
    """Rows of those that let the account in, begun last first."""
    usable = sa.and_(~session.c.waiting, session.c.expires_at > now, session.c.seen_at > idle_since)
    return connection.execute(
        sa.select(session)
        .where(session.c.account == name, usable)
        .order_by(session.c.created_at.desc(), session.c.digest)
    ).all()


def end_sessions(connection: sa.Connection, name: str) -> None:
    connection.execute(sa.delete(session).where(session.c.account == name))


# -- tokens -----------------------------------------------------------------------------------


def add_token(
    connection: sa.Connection,
    *,
    digest: str,
    account: str,
    name: str,
    scopes: frozenset[Capability],
    now: datetime,
    expires_at: datetime,
) -> TokenView:
    values = {
        "id": str(uuid7()),
        "digest": digest,
        "account": account,
        "name": name,
        "scopes": sorted(scope.value for scope in scopes),
        "created_at": now,
        "expires_at": expires_at,
    }
    made = sa.insert(api_token).values(values).returning(api_token)
    return _token(connection.execute(made).one())


def account_of_token(connection: sa.Connection, digest: str, now: datetime) -> Any | None:
    """The enabled account, with ``token``, ``scopes`` and ``used_at``."""
    return connection.execute(
        sa.select(table, api_token.c.id.label("token"), api_token.c.scopes, api_token.c.used_at)
        .join(api_token, api_token.c.account == table.c.name)
        .where(
            api_token.c.digest == digest,
            api_token.c.expires_at > now,
            api_token.c.revoked_at.is_(None),
            table.c.enabled,
        )
    ).first()


def used(connection: sa.Connection, token: str, now: datetime) -> None:
    connection.execute(sa.update(api_token).where(api_token.c.id == token).values(used_at=now))


def tokens(connection: sa.Connection, name: str, now: datetime) -> Sequence[TokenView]:
    """Those that are valid, newest first."""
    found = connection.execute(
        sa.select(api_token)
        .where(api_token.c.account == name, api_token.c.revoked_at.is_(None), api_token.c.expires_at > now)
        .order_by(api_token.c.id.desc())
    )
    return [_token(each) for each in found]


def revoke(connection: sa.Connection, name: str, token: UUID, now: datetime) -> bool:
    """Whether the account has such a token, revoked before or not."""
    mine = sa.and_(api_token.c.id == str(token), api_token.c.account == name)
    connection.execute(sa.update(api_token).where(mine, api_token.c.revoked_at.is_(None)).values(revoked_at=now))
    return connection.execute(sa.select(api_token.c.id).where(mine)).first() is not None


def _token(found: Any) -> TokenView:
    return TokenView(
        token=UUID(found.id),
        name=found.name,
        scopes=frozenset(Capability(scope) for scope in found.scopes),
        created_at=found.created_at,
        expires_at=found.expires_at,
        used_at=found.used_at,
    )
