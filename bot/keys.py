"""The keys that tokens are sealed with where they are kept: the first one seals, all of them open.

A sealed text opens anywhere with the right key. So whose it is stands inside and is compared: a token copied
to another workspace's row is refused.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class WrongKey(Exception):
    """None of the keys opens it, or it is spoilt."""


class Swapped(Exception):
    """It was sealed for somebody else."""


class Keys:
    """What PILOTAGE_SECRET_KEY holds: keys with commas between them."""

    def __init__(self, typed: str) -> None:
        each = [Fernet(one.strip()) for one in typed.split(",")]
        self._first, self._all = MultiFernet(each[:1]), MultiFernet(each)

    def seal(self, whose: Sequence[str], secret: str, now: datetime) -> str:
        """Seal a secret with the first key, and whose it is with it."""
        plain = json.dumps([*whose, secret]).encode()
        sealed: bytes = self._first.encrypt_at_time(plain, int(now.timestamp()))
        return sealed.decode()

    def open(self, whose: Sequence[str], sealed: str) -> str:
        """The secret. Raises `WrongKey` or `Swapped`."""
        return _told(whose, self._opened(self._all, sealed))

    def open_fresh(self, whose: Sequence[str], sealed: str, now: datetime, seconds: int) -> str:
        """The secret, if it was sealed within the last so many seconds. Raises `WrongKey` or `Swapped`."""
        try:
            plain: bytes = self._all.decrypt_at_time(sealed.encode(), seconds, int(now.timestamp()))
        except (InvalidToken, ValueError):
            raise WrongKey from None
        return _told(whose, plain)

    def is_by_the_first(self, sealed: str) -> bool:
        """Whether the first key opens it; if not, it is to be sealed anew before the others go."""
        try:
            self._opened(self._first, sealed)
        except WrongKey:
            return False
        return True

    @staticmethod
    def _opened(keys: MultiFernet, sealed: str) -> bytes:
        try:
            plain: bytes = keys.decrypt(sealed.encode())
        except (InvalidToken, ValueError):
            raise WrongKey from None
        return plain


def new() -> str:
    """A key that nobody has."""
    made: bytes = Fernet.generate_key()
    return made.decode()


def _told(whose: Sequence[str], plain: bytes) -> str:
    *written, secret = json.loads(plain)
    if written != list(whose):
        raise Swapped
    return str(secret)
