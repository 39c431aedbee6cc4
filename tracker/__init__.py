"""The Partnership Tracker: `create_app` wires its parts together and does nothing else."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, g, request
from flask_login import LoginManager, current_user
from flask_migrate import Migrate
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from config import BadSetting, read_settings
from tracker.clock import utc_now

ROOT = Path(__file__).parent.parent


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """Make the application; `settings` replace what the environment says, and may give it another CLOCK.

    Raises BadSetting.
    """
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder="static")
    app.config.update(settings if settings is not None else read_settings(os.environ))
    app.config.setdefault("CLOCK", utc_now)
    _name_makers(app)
    app.config["INSTANCE"].mkdir(parents=True, exist_ok=True)
    _read_data_files(app)
    _start_database(app)
    _start_pages(app)
    _register(app)
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    return app


def _read_data_files(app: Flask) -> None:
    """Read what the package and the operator say in files; a file that makes no sense stops the start."""
    from tracker.services.frameworks import read_frameworks
    from tracker.services.policies import read_policies

    try:
        app.config["FRAMEWORKS"] = read_frameworks(app.config["INSTANCE"])
        app.config["POLICIES"] = read_policies(app.config["INSTANCE"])
    except ValueError as error:
        raise BadSetting(str(error)) from error


def _start_database(app: Flask) -> None:
    from tracker import models  # noqa: F401
    from tracker.db import db, writing
    from tracker.services import readiness  # noqa: F401  # it listens to every commit

    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)

    @app.before_request
    def choose_transaction() -> None:
        writing.set(request.method not in {"GET", "HEAD", "OPTIONS"})

    @app.teardown_request
    def forget_choice(_error: BaseException | None) -> None:
        writing.set(True)


def _name_makers(app: Flask) -> None:
    """Name who makes each kind of file: the worker runs below the layer that reads what goes into them."""
    from tracker.dashboards.funder_reports.makers import MAKERS

    app.config.setdefault("EXPORT_MAKERS", MAKERS)


def _start_pages(app: Flask) -> None:
    from tracker import i18n, vocabulary, words
    from tracker.blueprints import guard, headers, navigation, offline, sent_later, sessions
    from tracker.blueprints.limits import limiter
    from tracker.templating import PageContext

    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.context_class = PageContext
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    sent_later.install(app)
    limiter.init_app(app)
    i18n.install(app)
    logins = LoginManager(app)
    logins.session_protection = None
    logins.user_loader(sessions.load_signed_in)
    for function in (*i18n.FILTERS, words.word, vocabulary.theme_word, vocabulary.source_word, vocabulary.field_word):
        app.add_template_filter(function)
    app.jinja_env.globals.update(period=i18n.period, can=guard.may, Words=words)

    @app.before_request
    def name_request() -> None:
        g.request_id = secrets.token_hex(4)
        headers.refuse_control_characters()

    app.after_request(headers.protect)
    app.after_request(headers.compress)
    app.after_request(sent_later.tell)  # the last one to be named is the first one to act

    @app.context_processor
    def on_every_page() -> dict[str, Any]:
        signed_in = bool(current_user and current_user.is_authenticated)
        return {
            "language": i18n.language(),
            "languages": [(code, i18n.OWN_NAMES[code]) for code in app.config["LANGUAGES"]],
            "me": guard.me() if signed_in else None,
            "nav": navigation.entries() if signed_in else [],
            "here": navigation.way_back(),
            "edition": offline.edition() if signed_in and guard.me().role in offline.KEPT_FOR else "",
            "request_id": g.get("request_id", ""),
            "is_demo": app.config["DEMO"],
        }


def _register(app: Flask) -> None:
    from tracker import blueprints, cli
    from tracker.blueprints import errors

    for blueprint in blueprints.all_blueprints():
        app.register_blueprint(blueprint)
    errors.register(app)
    cli.register(app)
