"""Commands of the `flask` command line; doors to the same services as the pages."""

import importlib
import pkgutil

from flask import Flask


def register(app: Flask) -> None:
    """Add the command or group `command` of every module in this package to the application."""
    for module in pkgutil.iter_modules(__path__):
        app.cli.add_command(importlib.import_module(f"{__name__}.{module.name}").command)
