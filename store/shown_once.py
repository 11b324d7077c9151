"""Secrets that are shown once: only their SHA-256 is kept. 256 bits of chance need no slower hash."""

import hashlib


def hash_of(secret: str) -> str:
    """What is kept of a secret, and looked for when somebody says it, whatever they say."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
