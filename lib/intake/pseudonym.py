"""The key of this installation, under which addresses and numbers of people become pseudonyms."""

import os
import secrets

from lib.store.catalog import home

BLOCK = 64
INNER, OUTER = 0x36, 0x5C


def keys() -> tuple[bytes, bytes]:
    """The two padded halves of the key for HMAC-SHA256 (RFC 2104), made at the first use.

    Nobody but the owner of the files can read it. The same address becomes the same pseudonym in every
    import of this installation, and in no other one.
    """
    path = home() / "pseudonym.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{secrets.token_hex(4)}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(part, path)
        except FileExistsError:
            pass  # another import was faster; its key stands
        finally:
            part.unlink()
    return padded(path.read_bytes())


def padded(key: bytes) -> tuple[bytes, bytes]:
    """A key of at most 64 bytes, padded for the inner and the outer hash.

    >>> inner, outer = padded(b"k")
    >>> len(inner), inner[0] ^ outer[0] == INNER ^ OUTER
    (64, True)
    """
    whole = key.ljust(BLOCK, b"\0")
    return bytes(byte ^ INNER for byte in whole), bytes(byte ^ OUTER for byte in whole)
