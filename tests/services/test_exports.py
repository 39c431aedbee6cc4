"""Files made on demand: whole or not at all, also when their maker is killed; told of, tried again, taken away."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.factories import AT
from tracker import files
from tracker.db import db, transaction
from tracker.domain.errors import RuleBroken
from tracker.domain.exports import ExportKind, ExportState, FileFormat
from tracker.models.exports import Export, ExportFile
from tracker.models.journal import JournalEntry
from tracker.models.outbox import OutboxItem
from tracker.models.people import Person
from tracker.services import delivery, erasure, exports
from tracker.services.exports import Made, Progress, Wish

OPTIONS = {"period": "this_year", "parts": "pipeline goals"}
LEASE = delivery.LEASE + timedelta(seconds=1)


@pytest.fixture
def coordinator(app: Flask) -> Person:
    programme = make.programme("Lusophone cities")
    make.partnership(programme=programme)
    return make.coordinator(programme, language="pt")


def at(moment: datetime) -> Callable[[], datetime]:
    """Give a clock that stands still."""
    return lambda: moment


def ask(by: Person, *, is_at_once: bool = False, when: datetime = AT) -> Export:
    """Ask for a funder report."""
    with transaction():
        return exports.ask_for_export(
            ExportKind.FUNDER_REPORT,
            OPTIONS,
            title="For the funders",
            language="en",
            is_at_once=is_at_once,
            actor=by,
            at=when,
        )


def mails(to: Person) -> list[OutboxItem]:
    """List the mails to somebody."""
    return list(db.session.scalars(select(OutboxItem).where(OutboxItem.person_id == to.id)))


def kept(app: Flask) -> list[Path]:
    """List the files of exports in the file store."""
    folder = Path(app.config["INSTANCE"]) / "files" / "exports"
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


class Maker:
    """Stands for who makes files: does what it is told in each of its tries, then makes one file."""

    def __init__(self, *tries: BaseException) -> None:
        self.tries = list(tries)
        self.wishes: list[Wish] = []

    def __call__(self, wish: Wish, progress: Progress) -> Sequence[Made]:
        """Fail as told, half-way."""
        self.wishes.append(wish)
        progress(40)
        if self.tries:
            raise self.tries.pop(0)
        return [Made(FileFormat.JSON, "report.json", b"{}"), Made(FileFormat.PDF, "report.pdf", b"%PDF")]


def told_to(app: Flask, *tries: BaseException) -> Maker:
    """Let files be made by such a maker."""
    maker = Maker(*tries)
    app.config["EXPORT_MAKERS"] = dict.fromkeys(ExportKind, maker)
    return maker


def test_the_worker_makes_every_file_and_tells_its_asker_in_their_language(app: Flask, coordinator: Person) -> None:
    export = ask(coordinator)
    assert (export.state, export.progress, export.files) == (ExportState.QUEUED, 0, [])
    assert delivery.deliver_due(at(AT)) == 2
    db.session.refresh(export)
    assert (export.state, export.progress, export.ready_at) == (ExportState.READY, 100, AT)
    assert [one.format for one in export.files] == [
        FileFormat.PDF,
        FileFormat.SUMMARY,
        FileFormat.XLSX,
        FileFormat.JSON,
    ]
    starts = {one.format: files.read(one.path, one.sha256)[:4] for one in export.files}
    assert starts[FileFormat.PDF] == starts[FileFormat.SUMMARY] == b"%PDF"
    assert starts[FileFormat.XLSX][:2] == b"PK"
    assert {one.size for one in export.files} == {path.stat().st_size for path in kept(app)}
    [mail] = mails(coordinator)
    assert mail.subject == "Pronto: For the funders"
    assert f"/exports/{export.code}" in mail.body_text
    assert "11 de abril de 2026" in mail.body_text


def test_a_worker_killed_half_way_leaves_nothing_and_the_next_one_begins_anew(app: Flask, coordinator: Person) -> None:
    told_to(app, KeyboardInterrupt())
    export = ask(coordinator, is_at_once=True)
    with pytest.raises(KeyboardInterrupt):
        delivery.deliver_due(at(AT))
    db.session.rollback()
    db.session.refresh(export)
    assert (export.state, export.progress, export.files) == (ExportState.UNDER_WAY, 40, [])
    assert delivery.deliver_due(at(AT + timedelta(minutes=1))) == 0
    assert delivery.deliver_due(at(AT + LEASE)) == 2
    db.session.refresh(export)
    assert (export.state, len(export.files)) == (ExportState.READY, 2)
    assert len(mails(coordinator)) == 1


def test_killed_between_its_files_and_its_rows_it_is_not_ready(
    app: Flask, coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_to(app)
    export = ask(coordinator)
    with monkeypatch.context() as broken:
        broken.setattr(exports.notices, "tell_ready", lambda *_one, **_more: (_ for _ in ()).throw(SystemExit()))
        with pytest.raises(SystemExit):
            delivery.deliver_due(at(AT))
    db.session.rollback()
    assert len(kept(app)) == 2
    assert db.session.scalars(select(ExportFile)).all() == []
    assert db.session.get_one(Export, export.id).state is ExportState.UNDER_WAY
    delivery.deliver_due(at(AT + LEASE))
    assert len(kept(app)) == 2
    assert len(db.session.scalars(select(ExportFile)).all()) == 2


def test_what_fails_is_tried_again_and_after_some_times_waits_for_its_asker(app: Flask, coordinator: Person) -> None:
    maker = told_to(app, *(RuntimeError("no room on the disk") for _ in range(exports.MOST_TRIES)))
    export, moment = ask(coordinator), AT
    for _turn in range(exports.MOST_TRIES):
        assert delivery.deliver_due(at(moment)) == 0
        moment += timedelta(hours=1)
    db.session.refresh(export)
    assert (export.state, export.files) == (ExportState.FAILED, [])
    assert delivery.deliver_due(at(moment)) == 0
    assert len(maker.wishes) == exports.MOST_TRIES
    with transaction():
        exports.ask_again(export, actor=coordinator, at=moment)
    assert delivery.deliver_due(at(moment)) == 2
    db.session.refresh(export)
    assert export.state is ExportState.READY
    with pytest.raises(RuleBroken, match="not_failed"):
        exports.ask_again(export, actor=coordinator, at=moment)
    verbs = db.session.scalars(select(JournalEntry.verb).where(JournalEntry.subject == f"export-{export.id}")).all()
    assert verbs == ["export.asked", "export.failed", "export.asked", "export.made"]


def test_who_waits_on_the_page_gets_no_mail(app: Flask, coordinator: Person) -> None:
    told_to(app)
    export = ask(coordinator, is_at_once=True)
    delivery.deliver_export(export, at(AT))
    db.session.refresh(export)
    assert export.state is ExportState.READY
    assert mails(coordinator) == []


def test_it_is_made_as_what_the_person_sees_when_it_is_made(app: Flask, coordinator: Person) -> None:
    maker = told_to(app)
    export = ask(coordinator)
    before = export.scope
    make.keep(make.ProgrammeCoordinator(programme=make.programme("Later"), person=coordinator))
    delivery.deliver_due(at(AT))
    assert len(maker.wishes[0].standing.programmes) == 2
    db.session.refresh(export)
    assert export.scope == maker.wishes[0].standing.mark != before


def test_a_person_has_only_so_many_waiting(coordinator: Person) -> None:
    for _turn in range(exports.MOST_UNFINISHED):
        ask(coordinator)
    with pytest.raises(RuleBroken, match="too_many"):
        ask(coordinator)
    ask(make.administrator())


def test_files_whose_time_is_over_are_taken_away(app: Flask, coordinator: Person) -> None:
    old, other = make.export(coordinator), make.export(coordinator, asked_at=AT, expires_at=AT + timedelta(days=90))
    assert len(kept(app)) == 2
    later = at(old.expires_at)
    assert exports.drop_expired(at(AT)) == 0
    assert exports.drop_expired(later) == 1
    assert exports.drop_expired(later) == 0
    db.session.refresh(old)
    assert (old.state, old.files) == (ExportState.EXPIRED, [])
    assert [path.parent.name for path in kept(app)] == [other.code]


def test_a_crash_while_taking_away_is_made_good_next_time(
    app: Flask, coordinator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = make.export(coordinator)
    with monkeypatch.context() as broken:
        broken.setattr(files, "forget", lambda _path: (_ for _ in ()).throw(OSError("gone")))
        with pytest.raises(OSError, match="gone"):
            exports.drop_expired(at(old.expires_at))
    db.session.rollback()
    assert db.session.get_one(Export, old.id).state is ExportState.EXPIRED
    assert exports.drop_expired(at(old.expires_at)) == 1
    assert kept(app) == []


def test_what_a_killed_maker_left_is_swept_away_after_a_day(app: Flask, coordinator: Person) -> None:
    ready, waiting = make.export(coordinator), ask(coordinator)
    left = [files.keep_under(f"exports/{code}", b"half a report") for code in ("0" * 32, ready.code, waiting.code)]
    official = files.keep(b"a signed report")
    now = datetime.now(UTC)
    assert exports.sweep(at(now)) == 0
    assert exports.sweep(at(now + exports.UNNAMED_KEPT + timedelta(seconds=5))) == 2
    assert {path.name for path in kept(app)} == {left[2].split("/")[2], ready.files[0].sha256}
    assert files.read(official, official.split("/")[1]) == b"a signed report"


def test_erasing_a_person_ends_their_files(app: Flask, coordinator: Person) -> None:
    make.export(coordinator)
    waiting = ask(coordinator)
    make.funder_preset(coordinator)
    with transaction():
        erasure.erase_person(coordinator, at=AT)
    exports.drop_expired(at(AT))
    assert delivery.deliver_due(at(AT)) == 0
    assert kept(app) == []
    assert db.session.get_one(Export, waiting.id).state is ExportState.FAILED
    assert db.session.scalars(select(Export.title)).all() == ["", ""]
