"""Where services read the application's settings, so that they need not know of the web."""

from typing import Any

from flask import current_app


def setting(name: str) -> Any:
    """Give a setting of the running application by the name that `config.py` gives it."""
    return current_app.config[name]
