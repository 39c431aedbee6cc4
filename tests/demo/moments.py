"""When the demonstration is loaded in these tests, with which password, and how many partnerships make a crowd."""

from datetime import UTC, datetime

AT = datetime(2026, 3, 12, 9, 40, tzinfo=UTC)
PASSWORD = "three words that wander"
MANY = 60
