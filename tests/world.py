"""A world for tests that try everything on everybody: two partnerships, and one reader for each way to stand to them.

Everything is seen from Nampula, which works with Guarulhos ("own"); what belongs to Guarulhos in the same partnership
is its partner's; Maputo and Barcelona work together elsewhere ("foreign").
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from tests import factories as make
from tests.client import Answer, PageClient
from tests.databases import BASE_URL, ON_POSTGRESQL, Rows, all_rows, refill, statements
from tracker.clock import utc_now
from tracker.db import db, transaction
from tracker.domain.evaluation import Visibility
from tracker.models.cities import City
from tracker.models.mandates import Delegation
from tracker.models.outbox import OutboxItem
from tracker.models.partnerships import Partnership
from tracker.models.people import Person
from tracker.models.stages import StageRun
from tracker.services import offices
from tracker.services.accounts import make_link
from tracker.services.calendar_feeds import renew_feed
from tracker.services.document_files import seal_signatures
from tracker.services.renewals import ask_for_renewal

READERS = (
    "nobody",
    "administrator",
    "coordinator",
    "coordinator elsewhere",
    "technician",
    "partner's technician",
    "technician elsewhere",
    "mayor",
    "partner's mayor",
    "former mayor",
    "observer",
    "observer elsewhere",
)
KINDS = {
    "OfficialDocument": ["OfficialDocument", "DraftReport", "SignedReport"],
    "EvaluationNote": ["EvaluationNote", "PrivateNote"],
    "Mission": ["Mission", "CompletedMission"],
    "Mandate": ["Mandate", "HeldMandate"],
}
"""Things of a class that the rules treat differently."""
Names = dict[str, Any]
"""What names a thing in addresses: id, ref, code, number."""


@dataclass(frozen=True)
class Reader:
    """Somebody who is signed in: the cookie to send, and the token that belongs into every form."""

    name: str
    cookie: str
    csrf_token: str


@dataclass
class World:
    """An application with the readers and all things by class and by whose they are."""

    app: Flask
    readers: dict[str, Reader]
    things: dict[str, dict[str, Names]]
    rows: Rows = field(default_factory=dict)

    def named(self, model: str, whose: str) -> Names | None:
        """Give the names of a thing; None when nobody has such a thing."""
        return self.things.get(model, {}).get(whose)

    def ask(
        self, reader: str, method: str, path: str, data: Any = None, *, is_inspected: bool = True, **more: Any
    ) -> Answer:
        """Send a request as a reader would; without `data`, a form is sent that holds nothing but its token."""
        client: PageClient = self.app.test_client(use_cookies=False)  # type: ignore[assignment]
        client.is_inspected = is_inspected
        asking = self.readers[reader]
        if method == "POST" and data is None:
            data = {"csrf_token": asking.csrf_token}
        return client.open(path, method=method, data=data, headers={"Cookie": asking.cookie}, **more)  # type: ignore[no-any-return]

    @contextmanager
    def as_before(self) -> Iterator[None]:
        """Undo what the block changed in the database."""
        with statements() as watch:
            yield
        if watch.kept:
            db.session.rollback()
            db.engine.dispose()
            self._bring_back()

    def remember(self) -> None:
        """Keep the database as it is now, for `as_before`."""
        db.session.commit()
        if ON_POSTGRESQL:
            with db.engine.connect() as connection:
                self.rows = all_rows(connection)
        else:
            _copy(Path(str(db.engine.url.database)), self.before)

    def _bring_back(self) -> None:
        if ON_POSTGRESQL:
            with db.engine.begin() as connection:
                refill(connection, self.rows)
        else:
            _copy(self.before, Path(str(db.engine.url.database)))

    @property
    def before(self) -> Path:
        """Give the file of the database as it was."""
        return Path(self.app.config["INSTANCE"]) / "before.db"


def _copy(source: Path, target: Path) -> None:
    """Copy an SQLite database, in one transaction, over another one that may be open."""
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)


def build(app: Flask) -> World:
    """Make the world in an application whose context is open."""
    lusophone, mediterranean = (
        make.programme(name, languages="en pt fr") for name in ("Lusophone cities", "Mediterranean cities")
    )
    nampula, guarulhos = make.city("Nampula", timezone="Africa/Maputo"), make.city("Guarulhos", "BR")
    maputo, barcelona = make.city("Maputo"), make.city("Barcelona", "ES")
    own = make.partnership([nampula, guarulhos], stage=5, programme=lusophone, is_public=True)
    foreign = make.partnership([maputo, barcelona], stage=5, programme=mediterranean)
    people = {
        "administrator": make.administrator(),
        "coordinator": make.coordinator(lusophone),
        "coordinator elsewhere": make.coordinator(mediterranean),
        "technician": make.technician(nampula),
        "partner's technician": make.technician(guarulhos),
        "technician elsewhere": make.technician(maputo),
        "former mayor": make.mayor(nampula, starts_on=date(2020, 2, 7), ends_on=date(2026, 3, 31)),
        "mayor": make.mayor(nampula, starts_on=date(2026, 4, 1)),
        "partner's mayor": make.mayor(guarulhos),
        "observer": make.observer(own),
        "observer elsewhere": make.observer(foreign),
    }
    things: dict[str, dict[str, Names]] = {}
    note_things(things, own, people["technician"], people["partner's technician"], ("own", "partner's"))
    note_things(things, foreign, people["technician elsewhere"], make.technician(barcelona), ("foreign", None))
    for whose, who in (("own", "coordinator"), ("foreign", "coordinator elsewhere")):
        things.setdefault("Export", {})[whose] = names_of(make.export(people[who]))
        things.setdefault("FunderPreset", {})[whose] = names_of(make.funder_preset(people[who]))
    for city, whose in ((nampula, "own"), (guarulhos, "partner's")):
        note_office(things, city, whose)
    world = World(app, {name: sign_in(app, name, people.get(name)) for name in READERS}, things)
    world.remember()
    return world


def sign_in(app: Flask, name: str, person: Person | None) -> Reader:
    """Give a reader as they are after signing in."""
    client: PageClient = app.test_client()  # type: ignore[assignment]
    if person is not None:
        client.sign_in(person)
    forms = client.get("/verify" if person else "/sign-in").page.forms
    token = next(form.defaults["csrf_token"][0] for form in forms if "csrf_token" in form.names)
    key = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(key, domain="127.0.0.1")
    assert cookie is not None
    return Reader(name, f"{key}={cookie.value}", token)


def names_of(thing: Any) -> Names:
    """Give what names a thing in addresses."""
    return {name: getattr(thing, name) for name in ("id", "ref", "code", "number") if hasattr(thing, name)}


def note_things(
    things: dict[str, dict[str, Names]], of: Partnership, author: Person, other: Person, whose: tuple[str, str | None]
) -> None:
    """Make a thing of every class in a partnership, and note its names; what belongs to a city is made for both."""
    mine, theirs = of.cities

    def note(kind: str, thing: Any, owner: str | None = whose[0]) -> None:
        if owner is not None:
            things.setdefault(kind, {})[owner] = names_of(thing)

    note("Partnership", of)
    note("StageRun", db.session.query(StageRun).filter_by(partnership_id=of.id, number=5).one())
    for kind in (make.comparison, make.priority, make.activity, make.result):
        thing = kind(of)
        note(type(thing).__name__, thing)
    note("Objective", make.objective(of))
    indicator = make.indicator(of)
    note("Indicator", indicator)
    note("Measurement", make.measurement(indicator))
    instrument = make.instrument(of)
    note("Instrument", instrument)
    note("Protocol", make.protocol(of))
    shared = make.share_activity(of)
    note("ShareActivity", shared)
    removed = make.attachment(None, b"removed too", share_activity=shared, removed_at=make.AT)
    note("RemovedShareAttachment", removed)
    asked = make.evaluation(of)
    note("Evaluation", asked)
    note("BenchmarkIndicator", make.benchmark_indicator(make.evaluation(of, "benchmarking")))
    note("PartnerOrganisation", make.partner(of))
    note("PostHolder", make.post_holder(of, author, make.Post.FOCAL_POINT))
    note_missions(note, of, author)
    for city, person, owner in ((mine, author, whose[0]), (theirs, other, whose[1])):
        note("City", city, owner)
        note("Person", person, owner)
        note("Need", make.need(of, city), owner)
        side = next(side for side in asked.sides if side.city_id == city.id)
        note("EvaluationSide", side, owner)
        note("EvaluationSection", side.sections[0], owner)
        note("FollowUp", make.follow_up(of, city), owner)
        note("LocalGroup", make.local_group(of, city), owner)
        note("Rating", make.rating(instrument, city), owner)
        note("AgreedTask", make.agreed_task(make.completed_mission(of), city), owner)
        note("EvaluationNote", make.note(of, person), owner)
        note("SavedView", make.saved_view(person), owner)
        note("PrivateNote", make.note(of, person, visibility=Visibility.PRIVATE), owner)
        note("Mandate", proposed_mandate(city), owner)
    note("Programme", of.programme)
    note("ProgrammePartner", make.actor(of.programme))
    note("OutboxItem", db.session.query(OutboxItem).first())
    things.setdefault("SignInLink", {})[whose[0]] = {"code": make_link(author, utc_now())}
    things.setdefault("CalendarFeed", {})[whose[0]] = {"code": renew_feed(author, at=utc_now())}


def note_missions(note: Any, of: Partnership, author: Person) -> None:
    """Make missions and reports in every state that pages treat differently."""
    signed = make.signed_report(make.completed_mission(of), author=author)
    with transaction():
        seal_signatures(signed, make.AT)
    note("SignedReport", signed)
    later = make.datetime(2026, 4, 2, 9, 0, tzinfo=make.UTC)
    submitted = make.submitted_report(make.completed_mission(of), author=author, at=later)
    note("OfficialDocument", submitted)
    note("Slot", submitted.slots[0])
    draft = make.draft_report(make.completed_mission(of), author=author)
    make.translation(draft)
    note("DraftReport", draft)
    mission = make.mission(of)
    note("Mission", mission)
    note("CompletedMission", make.completed_mission(of))
    note("Attachment", make.attachment(mission))
    note("RemovedTask", make.agreed_task(mission, of.cities[0], removed_at=make.AT))
    note("RemovedAttachment", make.attachment(mission, b"removed", removed_at=make.AT))
    for slot in submitted.slots:
        held = offices.holder(slot.city_id, later)
        assert held is not None
        with transaction():
            ask_for_renewal(held, of, actor=author, at=later)


def note_office(things: dict[str, dict[str, Names]], of: City, whose: str) -> None:
    """Note the mandate that is in force in a city, and the delegation that its holder gave."""
    held = offices.holder(of.id, utc_now())
    assert held is not None
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 4, 30)}
    told = {"person": make.person(f"Deputy of {of.name}", make.Role.MAYOR, city=of), "function": "Deputy"}
    given = make.keep(Delegation(mandate=held, basis="Order 7", created_at=make.AT, **days, **told))
    things.setdefault("HeldMandate", {})[whose] = names_of(held)
    things.setdefault("Delegation", {})[whose] = names_of(given)


def proposed_mandate(of: City) -> Any:
    """Propose a mandate that nobody has confirmed."""
    person = make.person(f"Mayor-elect of {of.name}", make.Role.MAYOR, city=of)
    return make.mandate(person, of, starts_on=date(2029, 2, 7), confirmed_at=None, confirmed_by_id=None)


EXAMPLES: Names = {
    "number": 5,
    "cycle": 1,
    "condition": "a_report_is_signed",
    "way": "in",
    "direction": "taught",
    "language": "pt",
    "file_format": "json",
}
"""What stands for the parts of an address that name no thing of their own."""
ASK_FOR_A_PARTNERSHIP = {"missions.new", "notes.new"}
"""Pages whose address names the partnership in its query."""
KEYS = ("ref", "code", "id")


def path_of(world: World, rule: Rule, whose: str, kind: str | None = None) -> str | None:
    """Fill an address with the names of somebody's thing; None when there is no such thing."""
    view = world.app.view_functions[rule.endpoint]
    model = getattr(view, "model", None)
    values = {name: value for name, value in EXAMPLES.items() if name in rule.arguments}
    if model is not None:
        names = world.named(kind or model.__name__, whose)
        if names is None:
            return None
        key = next(key for key in KEYS if key in rule.arguments)
        values[key] = names[key]
    for name in rule.arguments - set(values):
        part, key = PARTS[rule.endpoint, name]
        if kind and kind != model.__name__:
            return None
        values[name] = world.things[part][whose][key]
    with world.app.test_request_context(base_url=BASE_URL):
        return world.app.url_map.bind("").build(rule.endpoint, values)


PARTS = {
    ("verify.show", "code"): ("SignedReport", "code"),
    ("verify.check_file", "code"): ("SignedReport", "code"),
    ("calendar_feeds.show", "token"): ("CalendarFeed", "code"),
    ("sessions.show_link", "token"): ("SignInLink", "code"),
    ("sessions.use_link", "token"): ("SignInLink", "code"),
    ("admin.retry", "id"): ("OutboxItem", "id"),
    ("compendium.show", "ref"): ("Partnership", "ref"),
    ("missions.restore_task", "task_id"): ("RemovedTask", "id"),
    ("attachments.restore", "file_code"): ("RemovedAttachment", "code"),
    ("attachments.restore_of_activity", "file_code"): ("RemovedShareAttachment", "code"),
}
"""Where an address names a second thing, or one that its guard does not load: which thing, and by what."""
