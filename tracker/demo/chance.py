"""Choices that look like chance and are the same at every load: they depend on words only."""

import hashlib
from typing import TypeVar

Option = TypeVar("Option")


def number(below: int, *words: object) -> int:
    """Give a number from 0 to `below` - 1 that depends on the words alone."""
    digest = hashlib.sha256("/".join(map(str, words)).encode()).digest()
    return int.from_bytes(digest[:6], "big") % below


def choice(options: tuple[Option, ...], *words: object) -> Option:
    """Give one of the options; the same words choose the same one."""
    return options[number(len(options), *words)]
