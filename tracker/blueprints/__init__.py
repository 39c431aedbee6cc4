"""The pages: one module per noun, each with a blueprint of the same name."""

import importlib
import pkgutil

from flask import Blueprint


def all_blueprints() -> list[Blueprint]:
    """Find the blueprint `bp` of every module in this package, in alphabetical order."""
    modules = [importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    return [module.bp for module in modules if hasattr(module, "bp")]
