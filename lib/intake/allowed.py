"""What an installation allows to be read from elsewhere: nothing, until its owner says so.

`.streamlit/secrets.toml` beside the app, or the environment, which stands over it:

    [sources]
    allow_urls = true                      # THROUGHLINE_ALLOW_URLS=1
    allowed_hosts = ["files.example.com"]  # THROUGHLINE_ALLOWED_HOSTS=files.example.com,*.example.net
    [sources.postgresql]
    shop = "postgresql://..."              # THROUGHLINE_POSTGRESQL_SHOP=postgresql://...
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Self

from lib.model.errors import IntakeError

SECRETS = Path(__file__).resolve().parents[2] / ".streamlit" / "secrets.toml"
_DATABASE = "THROUGHLINE_POSTGRESQL_"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be read. `databases` holds addresses with passwords: it is never shown."""

    urls: bool = False
    #: Hosts, `*.` for all below one. Where there are any, no other is asked; they may lie in the own network.
    hosts: tuple[str, ...] = ()
    databases: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, secrets: Path = SECRETS, environment: Mapping[str, str] = os.environ) -> Self:
        """What the secrets file and the environment say. IntakeError where the file is no valid TOML."""
        said = _sources(secrets)
        databases = {str(name).lower(): str(where) for name, where in said.get("postgresql", {}).items()}
        named = {
            key.removeprefix(_DATABASE).lower(): environment[key] for key in environment if _is_database(key)
        }
        hosts = environment.get("THROUGHLINE_ALLOWED_HOSTS")
        switch = environment.get("THROUGHLINE_ALLOW_URLS")
        return cls(
            urls=_is_on(switch) if switch else said.get("allow_urls") is True,
            hosts=_split(hosts)
            if hosts
            else tuple(str(host).lower() for host in said.get("allowed_hosts", ())),
            databases={**databases, **named},
        )

    def names(self, host: str) -> bool:
        """Whether the owner named this host.

        >>> Allowed(hosts=("*.example.com",)).names("files.example.com")
        True
        """
        return any(fnmatch(host.lower(), pattern) for pattern in self.hosts)

    def database(self, name: str) -> str:
        """The address of a database by its name. IntakeError names those that are configured."""
        if name.lower() not in self.databases:
            raise IntakeError.unknown(
                "database in [sources.postgresql] of .streamlit/secrets.toml", name, sorted(self.databases)
            )
        return self.databases[name.lower()]


def _sources(secrets: Path) -> dict[str, Any]:
    if not secrets.is_file():
        return {}
    try:
        found = tomllib.loads(secrets.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        # the parser's own words could show a part of a secret
        raise IntakeError(
            ".streamlit/secrets.toml is no valid TOML.", "Mend it; `#` begins a comment."
        ) from None
    said = found.get("sources", {})
    return said if isinstance(said, dict) else {}


def _is_database(key: str) -> bool:
    return key.startswith(_DATABASE) and len(key) > len(_DATABASE)


def _is_on(text: str) -> bool:
    return text.strip().lower() in ("1", "true", "yes", "on")


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in text.split(",") if part.strip())
