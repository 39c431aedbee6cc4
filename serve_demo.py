"""What `make run` starts: one process for this machine, with everything that a first look needs.

It brings the database up to date, loads the demonstration into an empty one (unless DEMO=0), delivers mails and seals
in a thread, serves the pages on 127.0.0.1, and says how to get in. For real use see the README.
"""

import argparse
import os
import socket
import sys
import threading
from collections.abc import MutableMapping
from pathlib import Path

import flask_migrate
import waitress
from flask import Flask
from sqlalchemy import update

from config import ROOT, SHORTEST_SECRET, BadSetting
from tracker import create_app
from tracker.clock import utc_now
from tracker.db import db, transaction
from tracker.demo.accounts import HOST, introduction
from tracker.demo.load import Refused, first_filled_table, load, refuse_elsewhere
from tracker.demo.password import kept, new_password, replace
from tracker.models.people import Person
from tracker.services.accounts import find_account, password_hash
from tracker.services.worker import work

LISTEN = "127.0.0.1"
THREADS = 8
SECRET_BYTES = 48


def main(arguments: list[str]) -> int:
    """Serve until interrupted; returns the exit status for the shell."""
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or "8000")
    port = parser.parse_args(arguments).port
    instance = Path(os.environ.get("INSTANCE") or ROOT / "instance").absolute()
    prepare(os.environ, instance, port)
    try:
        listening = socket.create_server((LISTEN, port))
    except OSError as error:
        return _give_up(f"Port {port} cannot be used here: {error.strerror}. Try: make run PORT={port + 1}")
    with listening:
        try:
            app = create_app()
            words = open_house(app)
        except (BadSetting, Refused) as error:
            return _give_up(str(error))
        print("\n".join(words), flush=True)
        _start_worker(app)
        waitress.create_server(app, sockets=[listening], threads=THREADS, ident=None).run()
    return 0


def _give_up(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 1


def prepare(environment: MutableMapping[str, str], instance: Path, port: int) -> None:
    """Fill in the settings that a first look leaves out; the secret key is made once and kept in the instance."""
    environment["DEMO"] = environment.get("DEMO") or "1"
    environment["BASE_URL"] = environment.get("BASE_URL") or f"http://{LISTEN}:{port}"
    if not environment.get("SECRET_KEY"):
        environment["SECRET_KEY"] = kept(instance / "secret_key", _new_secret)


def _new_secret() -> str:
    return os.urandom(max(SECRET_BYTES, SHORTEST_SECRET)).hex()


def open_house(app: Flask) -> list[str]:
    """Bring the database up to date, load the demonstration when it is wanted; say how to get in."""
    with app.app_context():
        flask_migrate.upgrade()
        address = f"The tracker is at {app.config['BASE_URL']}  (stop it with Ctrl+C)"
        if not app.config["DEMO"]:
            return ["", address, "", *_without_demo(app)]
        refuse_elsewhere()
        filled = first_filled_table()
        if filled and find_account(f"admin@{HOST}") is None:
            return ["", address, "", "The database holds data of its own, so no demonstration was loaded."]
        password = _password(app, is_loaded=bool(filled))
        if not filled:
            print("Loading the demonstration ...", flush=True)
            with transaction():
                load(password, utc_now())
        return ["", address, "", *introduction(password), "", f"Mails: {app.config['BASE_URL']}/demo/mail", ""]


def _without_demo(app: Flask) -> list[str]:
    return [
        "Make a first account, which prints a link to sign in once:",
        f"  SECRET_KEY=$(cat {app.config['INSTANCE'] / 'secret_key'}) .venv/bin/flask account create \\",
        "      --email you@example.org --name 'Administrator' --role administrator",
        "",
    ]


def _password(app: Flask, *, is_loaded: bool) -> str:
    """Give the password of the demonstration accounts; another DEMO_PASSWORD than before becomes theirs."""
    file: Path = app.config["INSTANCE"] / "demo_password"
    wanted: str = app.config["DEMO_PASSWORD"]
    password = kept(file, lambda: wanted or new_password())
    if wanted and wanted != password:
        replace(file, wanted)
        if is_loaded:
            secret = password_hash(wanted)
            with transaction():
                db.session.execute(update(Person).where(Person.is_demonstration).values(password_hash=secret))
    return wanted or password


def _start_worker(app: Flask) -> None:
    """Deliver mails and seals as long as the process lives."""

    def deliver() -> None:
        with app.app_context():
            work(threading.Event(), utc_now)

    threading.Thread(target=deliver, name="outbox", daemon=True).start()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
