"""What is kept encrypted: read again by the same instance for the same thing, and by nobody else."""

import pytest
from flask import Flask

from tracker.services.ciphers import decrypt, encrypt

SECRET = "JBSWY3DPEHPK3PXP"


def test_it_comes_back_for_the_same_thing_alone(app: Flask) -> None:
    kept = encrypt(SECRET, about="authenticator of 1")
    assert SECRET not in kept
    assert decrypt(kept, about="authenticator of 1") == SECRET
    assert decrypt(kept, about="authenticator of 2") is None


def test_the_same_text_is_never_kept_the_same_way_twice(app: Flask) -> None:
    assert encrypt(SECRET, about="one") != encrypt(SECRET, about="one")


def test_another_key_reads_nothing(app: Flask) -> None:
    kept = encrypt(SECRET, about="one")
    app.config["SECRET_KEY"] = "another key of more than thirty-two characters"
    assert decrypt(kept, about="one") is None


@pytest.mark.parametrize("place", [0, 11, 12, 20, -1])
def test_a_changed_byte_is_noticed(app: Flask, place: int) -> None:
    kept = bytearray(encrypt(SECRET, about="one"), "ascii")
    kept[place] = ord("A") if kept[place] != ord("A") else ord("B")
    assert decrypt(kept.decode(), about="one") is None


@pytest.mark.parametrize("kept", ["", "A", "A" * 32, "S3CRET", "é"])
def test_what_was_never_encrypted_is_not_read(app: Flask, kept: str) -> None:
    assert decrypt(kept, about="one") is None
