"""Which edition of the software this is; kept with every signature."""

VERSION = "0.1.0"
"""As in pyproject.toml."""
