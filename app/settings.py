"""Every setting, read from the environment (``VANKHO_…``) or a ``.env`` file in the working folder.

docs/operations.md lists them; a test holds that list and this class equal.
"""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a user of that number
        return f"uid-{os.getuid()}"


class Settings(BaseSettings):
    """Settings of a desk installation; the defaults work on one machine without any setting."""

    model_config = SettingsConfigDict(env_prefix="VANKHO_", env_file=".env", extra="ignore", frozen=True)

    data: Path = Field(
        default_factory=lambda: Path.home() / ".local" / "share" / "vankho",
        description="Folder that holds everything: catalogue, store, index.",
    )
    account: str = Field(default_factory=_account, description="Name of the local operator, written into every event.")
    unit: str = Field(default="mot-cua", description="Code of the unit whose dossiers are taken in here.")
    host: str = Field(
        default="127.0.0.1",
        pattern=r"^(127(\.\d{1,3}){3}|localhost|::1)$",
        description="Loopback address the site listens on; the desk profile has no sign-in and binds nowhere else.",
    )
    port: int = Field(default=8420, ge=0, le=65535, description="Port of the site.")
    workers: int = Field(default_factory=_processors, ge=1, le=64, description="Worker processes; one a processor.")
    text_reader: Literal["tesserocr", "pytesseract"] = Field(
        default="tesserocr", description="Engine that reads lines; pytesseract needs the tesseract program."
    )
    line_finder: Literal["trueocr", "projection"] = Field(
        default="trueocr", description="What finds lines, orientation and skew; projection is our own fallback."
    )
    max_file_bytes: int = Field(default=2 << 30, ge=1, description="Largest file accepted, in bytes.")
    max_pages: int = Field(default=5000, ge=1, description="Most pages accepted in one file.")
    page_seconds: int = Field(default=300, ge=1, description="Time one step may take before its worker is ended.")
    language: Literal["vi", "en"] = Field(default="vi", description="Language of the command line.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least weight of messages that are logged."
    )

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
    def workers_folder(self) -> Path:
        return self.data / "workers"
