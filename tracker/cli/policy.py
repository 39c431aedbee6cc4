"""Who may do what, printed: every address and method with the permission it needs and who has it."""

import json
from dataclasses import asdict, dataclass

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.permissions import RULES, Permission

READING = {"HEAD", "OPTIONS"}
EVERYBODY = "Everybody, signed in or not."


@dataclass(frozen=True)
class Line:
    """One endpoint and method; `rules` are the lines of the table by name, any one suffices; `who` is them in words."""

    address: str
    method: str
    endpoint: str
    permission: str
    thing: str | None
    rules: list[list[str]]
    who: list[str]


@click.command("policy")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
def command(as_json: bool) -> None:
    """Print every endpoint and method, the permission it needs, and who has it."""
    lines = policy()
    if as_json:
        click.echo(json.dumps([asdict(line) for line in lines], indent=1, ensure_ascii=False))
        return
    for line in lines:
        click.echo(f"{line.method:6} {line.address:44} {line.permission:20} {' or '.join(map(_named, line.rules))}")


def _named(rule: list[str]) -> str:
    return " and ".join(rule)


def policy() -> list[Line]:
    """List the whole policy, by address and method."""
    rules = sorted(current_app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    return [
        _line(rule.rule, method, rule.endpoint)
        for rule in rules
        for method in sorted((rule.methods or set()) - READING)
    ]


def _line(address: str, method: str, endpoint: str) -> Line:
    """Describe one endpoint and method; static files ask for nothing."""
    view = current_app.view_functions[endpoint]
    permission = getattr(view, "permission", Permission.PUBLIC)
    model = getattr(view, "model", None)
    table = RULES.get(permission, [])
    return Line(
        address=address,
        method=method,
        endpoint=endpoint,
        permission=permission.value,
        thing=model.__name__ if model is not None else None,
        rules=[[predicate.__name__ for predicate in line] for line in table] or [["everybody"]],
        who=[" ".join(_says(predicate.__doc__) for predicate in line) for line in table] or [EVERYBODY],
    )


def _says(documentation: str | None) -> str:
    """Give the first sentence of a predicate's documentation."""
    return (documentation or "").strip().splitlines()[0]
