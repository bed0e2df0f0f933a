"""Text as every catalogue can keep it.

PostgreSQL keeps no U+0000 and no half of a surrogate pair; both come in with file names,
names of signers and metadata of PDF. They become U+FFFD on every catalogue alike, on the way in,
whether as a value or as what is looked for.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from sqlalchemy.types import JSON, String, Text, TypeDecorator

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable_text(text: str) -> str:
    """``text`` with what cannot be kept replaced by U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def storable(value: Any) -> Any:
    """A value of JSON as it comes back after it was kept: text storable, no NaN, no tuples."""
    if isinstance(value, str):
        return storable_text(value)
    if isinstance(value, dict):
        return {storable_text(str(key)): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def json_text(value: Any) -> str:
    """A value of JSON as catalogues keep it: Vietnamese as it is written, half as long as in escapes."""
    return json.dumps(value, ensure_ascii=False)


class Words(TypeDecorator[str]):
    """Text of any length, made storable."""

    impl: type[String] = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        _ = dialect
        return None if value is None else storable_text(value)


class Code(Words):
    """Text of limited length that comes from settings or people, made storable."""

    impl: type[String] = String
    cache_ok = True


class Plain(TypeDecorator[Any]):
    """A value of JSON, made storable."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        _ = dialect
        return storable(value)
