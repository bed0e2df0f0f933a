"""Every setting, read from the environment (``VANKHO_…``), from files in ``VANKHO_SECRETS_DIR``
(one a setting, named as its variable in small letters), or from a ``.env`` file in the working folder.

docs/operations.md lists them; a test holds that list and this class equal.
"""

from __future__ import annotations

import difflib
import getpass
import json
import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from app.wrong_setting import Misfit, unreadable_setting, wrong_setting
from records.errors import Sentence


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a user of that number
        return f"uid-{os.getuid()}"


_HOST_NAME = re.compile(r"\*|(\*\.)?[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")
LOOPBACK = re.compile(r"^(127(\.\d{1,3}){3}|localhost|::1)$")


class Settings(BaseSettings):
    """Settings of an installation; the defaults make a desk that works without any setting."""

    # An empty variable is none: an empty VANKHO_DATA must not mean the folder somebody happens to be in.
    model_config = SettingsConfigDict(
        env_prefix="VANKHO_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    profile: Literal["desk", "server"] = Field(
        default="desk",
        description="desk: one machine without servers; server: PostgreSQL, MinIO, Elasticsearch, Redis.",
    )
    data: Path = Field(
        default_factory=lambda: Path.home() / ".local" / "share" / "vankho",
        description="Folder that holds everything on a desk; on a server what is under way.",
    )
    account: str = Field(default_factory=_account, description="Name of the local operator, written into every event.")
    unit: str = Field(
        default="mot-cua", max_length=64, description="Code of the unit whose dossiers are taken in here."
    )
    intake_checklist: Literal["auto", "waits", "told"] = Field(
        default="auto",
        description="waits: nothing of a batch is deposited before somebody confirmed that nothing in it must not be "
        "digitised; told: its page lists what that is; auto: waits on a server, told on a desk.",
    )
    intake_instruction: str = Field(
        default="",
        max_length=200,
        description="Standing instruction by which every batch is confirmed when it is opened; empty: none.",
    )
    historical_archive: str = Field(
        default="",
        max_length=200,
        description="Name of the historical archive that this body is a source of; empty: of none.",
    )
    body: str = Field(default="", max_length=200, description="Name of the body, as its printed forms carry it.")
    body_above: str = Field(
        default="", max_length=200, description="Name of the body it is part of, above its own on printed forms."
    )
    place: str = Field(default="", max_length=100, description="Place (địa danh) before the day on printed forms.")
    reports_to: Path | None = Field(
        default=None, description="Folder into which reports are written each night; empty: none are."
    )
    fixity_days: int = Field(
        default=365, ge=1, le=3650, description="Longest time between two checks of a dossier, byte for byte, in days."
    )
    repair_from: Path | None = Field(
        default=None,
        description="Folder of a back-up (vankho backup) from which damaged objects are put back; empty: none.",
    )
    backup_erase_days: int = Field(
        default=90,
        ge=0,
        le=3650,
        description="Days within which a back-up set is to be rid of dossiers that were destroyed after it was taken.",
    )
    host: str = Field(
        default="127.0.0.1",
        description="Address the site listens on; on a desk, which has no sign-in, loopback alone.",
    )
    allowed_hosts: Annotated[list[str], NoDecode] = Field(
        default=["127.0.0.1", "localhost", "[::1]"],
        description="Names under which the site answers, parted by commas or as a JSON list; add the one people type.",
    )
    sign_in: Literal["auto", "required"] = Field(
        default="auto",
        description="auto: everybody signs in once there is an account; required: also before, so nobody gets in.",
    )
    second_factor: Literal["irreversible", "own_choice"] = Field(
        default="irreversible",
        description="irreversible: what cannot be taken back needs a second factor; own_choice: of who has one alone.",
    )
    second_factor_key: SecretStr | None = Field(
        default=None,
        description="Key under which secrets of second factors are kept; a desk makes itself one beside its catalogue.",
    )
    oidc_issuer: str = Field(
        default="",
        pattern=r"^$|^https?://\S+$",
        description="Issuer of the body's own sign-in (OpenID Connect), exactly as it names itself; empty: none.",
    )
    oidc_client_id: str = Field(default="", description="What that sign-in calls Vankho.")
    oidc_client_secret: SecretStr | None = Field(default=None, description="Secret it gave to Vankho.")
    oidc_claim: str = Field(
        default="preferred_username",
        description="Claim that is the name of the account; one that people cannot change themselves.",
    )
    oidc_title: str = Field(default="", max_length=60, description="How people call that sign-in.")
    tls: bool = Field(
        default=False, description="Whether people reach the site over TLS alone, by the proxy before it."
    )
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Addresses or networks of proxies before the site, parted by commas: they are believed when they "
        "say where a request came from.",
    )
    port: int = Field(default=8420, ge=0, le=65535, description="Port of the site.")
    workers: int = Field(default_factory=_processors, ge=1, le=64, description="Worker processes; one a processor.")
    text_reader: Literal["tesserocr", "pytesseract"] = Field(
        default="tesserocr",
        description="Engine that gives a second opinion on doubtful lines; pytesseract needs the tesseract program.",
    )
    reading_effort: Literal["fast", "balanced", "careful"] = Field(
        default="balanced",
        description="Second opinion on no line (fast, for emergencies), on doubtful lines, or on every line (careful).",
    )
    line_finder: Literal["trueocr", "projection"] = Field(
        default="trueocr", description="What finds lines, orientation and skew; projection is our own fallback."
    )
    office_converter: Literal["auto", "none"] = Field(
        default="auto", description="auto: office files are taken in where LibreOffice is installed; none: never."
    )
    max_file_bytes: int = Field(default=2 << 30, ge=1, description="Largest file accepted, in bytes.")
    max_pages: int = Field(default=5000, ge=1, description="Most pages accepted in one file.")
    page_seconds: int = Field(
        default=300,
        ge=1,
        description="Time one step may take before its worker is ended; a sixtieth more for each page of a document "
        "that is made or kept whole.",
    )
    step_memory_bytes: int = Field(
        default=3 << 30, ge=512 << 20, description="Memory one step may take before it is stopped (on Linux)."
    )
    lease_seconds: int = Field(
        default=60,
        ge=4,
        description="Time after which the step of a silent worker is given to another.",
    )
    cache_bytes: int = Field(
        default=4 << 30, ge=0, description="Bytes of originals a worker keeps at hand, where the store is a server."
    )
    secrets_dir: Path | None = Field(
        default=None, description="Folder of files that hold secrets, named as their variables in small letters."
    )
    database_url: str = Field(
        default="", description="Catalogue on PostgreSQL: postgresql+psycopg://USER@HOST:PORT/NAME, without password."
    )
    database_password: SecretStr | None = Field(default=None, description="Password of the database account.")
    s3_endpoint: str = Field(default="", description="Object store: HOST:PORT of MinIO or another S3.")
    s3_secure: bool = Field(default=False, description="Whether the object store is spoken to over TLS.")
    s3_access_key: SecretStr | None = Field(default=None, description="Access key of the object store.")
    s3_secret_key: SecretStr | None = Field(default=None, description="Secret key of the object store.")
    s3_bucket_prefix: str = Field(
        default="vankho-",
        pattern=r"^[a-z0-9][a-z0-9.-]{1,40}$",
        description="Beginning of the names of the four buckets.",
    )
    s3_public_endpoint: str = Field(
        default="",
        pattern=r"^$|^([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$",
        description="HOST:PORT by which browsers reach the object store, to send files straight to it; "
        "empty: they send through the site.",
    )
    s3_public_secure: bool = Field(default=True, description="Whether browsers speak TLS to it.")
    elasticsearch_url: str = Field(default="", description="Search index: http(s)://HOST:PORT of Elasticsearch.")
    elasticsearch_alias: str = Field(
        default="vankho-pages", pattern=r"^[a-z0-9][a-z0-9_-]{0,60}$", description="Alias of the search index."
    )
    elasticsearch_user: str = Field(default="", description="Account of Elasticsearch; empty where it asks for none.")
    elasticsearch_password: SecretStr | None = Field(default=None, description="Password of that account.")
    elasticsearch_shards: int = Field(
        default=1, ge=1, le=1000, description="Shards of an index that is made anew; some 30 GB each is a good size."
    )
    elasticsearch_replicas: int = Field(
        default=0, ge=0, le=5, description="Copies of each shard on other nodes, of an index that is made anew."
    )
    personal_key: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="Key under which the index knows numbers of people; empty: a desk makes itself a file of its own, "
        "a server makes it from the secret key of the object store.",
    )
    redis_url: str = Field(default="", description="Queue: redis://HOST:PORT/NUMBER, without password.")
    redis_password: SecretStr | None = Field(default=None, description="Password of Redis.")
    allow_default_passwords: bool = Field(
        default=False, description="Start although a password is a well-known default; for trials on loopback only."
    )
    language: Literal["vi", "en"] = Field(default="vi", description="Language of the command line.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least weight of messages that are logged."
    )

    @classmethod
    def from_environment(cls) -> Self:
        """The settings in force here, secrets from files included.

        Raises:
            Misconfigured (settings.invalid): A setting is wrong, or one is missing.
        """
        folder = os.environ.get("VANKHO_SECRETS_DIR")
        secrets: dict[str, Any] = {"_secrets_dir": folder} if folder else {}
        try:
            return cls(**secrets)
        except ValidationError as error:
            # Without the cause: it quotes values, and one may be a secret.
            raise wrong_setting(error) from None
        except SettingsError as error:
            raise unreadable_setting(error) from None

    @classmethod
    def not_known(cls) -> dict[str, str]:
        """Names of ours, here or in ``.env``, that no setting has, and the nearest one that is; empty: none is near.

        ``VANKHO_TEST_…`` belongs to the tests.
        """
        known = {f"VANKHO_{name.upper()}" for name in cls.model_fields}
        given = {name.upper() for name in (*os.environ, *dotenv_values(".env"))}
        return {
            name: next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.8)), "")
            for name in sorted(given - known)
            if name.startswith("VANKHO_") and not name.startswith("VANKHO_TEST_")
        }

    def as_environment(self) -> dict[str, str]:
        """What a child process must be given to read the same settings; secrets it finds where we did."""
        plain = self.model_dump(mode="json", exclude_none=True)
        return {
            f"VANKHO_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
            for name, value in plain.items()
            if not isinstance(getattr(self, name), SecretStr)
        }

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _names(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        try:
            names = json.loads(value)
        except ValueError:
            names = [name.strip() for name in value.split(",") if name.strip()]
        if not isinstance(names, list) or not names or not all(_HOST_NAME.fullmatch(str(name)) for name in names):
            raise Misfit(
                Sentence(
                    "phải là các tên máy cách nhau bằng dấu phẩy, ví dụ: vankho.xa.gov.vn,127.0.0.1",
                    "must be names of machines parted by commas, such as: vankho.xa.gov.vn,127.0.0.1",
                )
            )
        return names

    @model_validator(mode="after")
    def _knows_its_provider(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            missing = "VANKHO_OIDC_CLIENT_ID, VANKHO_OIDC_CLIENT_SECRET"
            raise Misfit(Sentence(f"VANKHO_OIDC_ISSUER còn cần {missing}", f"VANKHO_OIDC_ISSUER also needs {missing}"))
        return self

    @model_validator(mode="after")
    def _fits_its_profile(self) -> Self:
        if self.profile == "desk":
            if not LOOPBACK.match(self.host):
                raise Misfit(
                    Sentence(
                        "VANKHO_HOST của máy đơn lẻ phải là địa chỉ của chính máy, ví dụ 127.0.0.1:"
                        " máy đơn lẻ không có đăng nhập",
                        "VANKHO_HOST of a desk must be a loopback address, such as 127.0.0.1: a desk has no sign-in",
                    )
                )
            return self
        needed = ("database_url", "s3_endpoint", "s3_access_key", "s3_secret_key", "elasticsearch_url", "redis_url")
        missing = ", ".join(f"VANKHO_{name.upper()}" for name in needed if not getattr(self, name))
        if missing:
            raise Misfit(
                Sentence(f"VANKHO_PROFILE=server còn thiếu {missing}", f"VANKHO_PROFILE=server also needs {missing}")
            )
        return self

    @property
    def checklist_waits(self) -> bool:
        """Whether nothing of a new batch is deposited before its checklist is confirmed."""
        return self.intake_checklist == "waits" or (self.intake_checklist == "auto" and self.profile == "server")

    @property
    def upload_origin(self) -> str:
        """Where browsers send files straight to; empty: through the site only."""
        if self.profile == "desk" or not self.s3_public_endpoint:
            return ""
        return f"{'https' if self.s3_public_secure else 'http'}://{self.s3_public_endpoint}"

    @property
    def catalogue_file(self) -> Path:
        return self.data / "catalogue.sqlite"

    @property
    def store_folder(self) -> Path:
        return self.data / "store"

    @property
    def index_folder(self) -> Path:
        return self.data / "index"

    @property
    def spool_folder(self) -> Path:
        return self.data / "spool"

    @property
    def personal_key_file(self) -> Path:
        """Of a desk: the key under which the index knows numbers of people."""
        return self.data / "personal.key"

    @property
    def longest_step_seconds(self) -> int:
        """No step takes longer: what is done for the longest document that is taken in."""
        return self.page_seconds * (1 + self.max_pages // 60)

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)

    @property
    def cache_folder(self) -> Path:
        return self.data / "cache"

    @property
    def workers_folder(self) -> Path:
        return self.data / "workers"
