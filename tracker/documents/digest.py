"""The fingerprint of a document's content, the same on every machine and in every year."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping


def canonical(content: Mapping[str, object]) -> bytes:
    """Write content as the one byte string that its digest is taken of.

    JSON in UTF-8, keys sorted, no spaces, every string in Unicode form NFC. Two contents that
    read the same give the same bytes. Raises TypeError for anything but mappings with string
    keys, lists, strings, integers, booleans and None (a float has more than one spelling), and
    ValueError for a text that is not valid Unicode or for two keys that differ only in form.
    """
    text = json.dumps(_normal(content), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest(content: Mapping[str, object]) -> str:
    """Give the SHA-256 of the canonical content, 64 lower-case hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def grouped(digits: str, n: int = 4) -> str:
    """Break a digest into groups of `n` digits, so that two people can read it to each other."""
    return " ".join(digits[at : at + n] for at in range(0, len(digits), n))


def _normal(value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    if isinstance(value, Mapping):
        return _normal_mapping(value)
    raise TypeError(f"a document's content cannot hold a {type(value).__name__}")


def _normal_mapping(mapping: Mapping[object, object]) -> dict[str, object]:
    normal: dict[str, object] = {}
    for key, value in mapping.items():
        if not isinstance(key, str):
            raise TypeError(f"a document's content cannot have a {type(key).__name__} as key")
        name = unicodedata.normalize("NFC", key)
        if name in normal:
            raise ValueError(f"two keys of a document's content are the same: {name}")
        normal[name] = _normal(value)
    return normal
