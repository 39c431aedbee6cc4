"""Evaluation notes: listed, written, changed, taken away, put back."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import find, me, my_standing, needs, now
from tracker.dashboards.notes import notes_of, removed_notes_of
from tracker.db import transaction
from tracker.domain.evaluation import NoteKind
from tracker.domain.stages import STAGES
from tracker.forms.accounts import EmptyForm
from tracker.forms.notes import EditNoteForm, NewNoteForm
from tracker.models.missions import Mission
from tracker.models.notes import EvaluationNote
from tracker.models.partnerships import Partnership
from tracker.permissions import Permission, require
from tracker.sentences import gettext as _
from tracker.services import notes
from tracker.services.requests import once, request_hash
from tracker.words import STAGE_TITLES

bp = Blueprint("notes", __name__)
Answer = str | Response | tuple[str, int]


@bp.get("/partnerships/<ref>/notes")
@needs(Permission.PARTNERSHIP_VIEW, Partnership)
def index(partnership: Partnership) -> str:
    """List the notes on a partnership that the person may read."""
    asked = request.args.get("kind", "")
    kind = NoteKind(asked) if asked in set(NoteKind) else None
    rows = notes_of(partnership, my_standing())
    return render_template(
        "notes/index.html",
        partnership=partnership,
        kinds=[(one, sum(row.kind is one for row in rows)) for one in NoteKind],
        kind=kind,
        total=len(rows),
        rows=[row for row in rows if kind in (None, row.kind)],
        removed=removed_notes_of(partnership, me()),
        form=EmptyForm(),
    )


@bp.route("/notes/new", methods=["GET", "POST"])
@needs(Permission.SIGNED_IN)
def new() -> Answer:
    """Write a note on a partnership, one of its stages or one of its missions, as the address says."""
    partnership = find(Partnership, ref=request.args.get("partnership", ""))
    require(my_standing(), Permission.NOTE_CREATE, partnership)
    stage, mission = _subject(partnership)
    form = NewNoteForm(language=me().language)
    if not form.validate_on_submit():
        page = render_template(
            "notes/new.html", form=form, partnership=partnership, about=_about(stage, mission), back=_home(partnership)
        )
        return page, 422 if form.errors else 200
    sent = request_hash([*request.form.items(multi=True), *request.args.items(multi=True)])

    def write() -> str:
        note = notes.write_note(partnership, **form.words(), stage_number=stage, mission=mission, actor=me(), at=now())
        return _place(note)

    with transaction():
        target = once(form.key.data, sent, write, actor=me(), at=now())
    flash(_("The note is kept."), "done")
    return redirect(target, 303)


def _subject(partnership: Partnership) -> tuple[int | None, Mission | None]:
    """Read from the address what the note is on; not found when there is no such stage or mission."""
    if wanted := request.args.get("mission"):
        return None, find(Mission, ref=wanted, partnership_id=partnership.id)
    wanted = request.args.get("stage")
    if wanted is None:
        return None, None
    if wanted not in {str(stage.number) for stage in STAGES}:
        abort(404)
    return int(wanted), None


def _about(stage: int | None, mission: Mission | None) -> str:
    if stage is not None:
        return _("Stage %(number)d: %(name)s", number=stage, name=STAGE_TITLES[stage])
    return _("Mission %(ref)s", ref=mission.ref) if mission is not None else ""


def _home(partnership: Partnership) -> str:
    return url_for("partnerships.show", ref=partnership.ref, _anchor="notes")


def _place(note: EvaluationNote) -> str:
    """Give the address where a note stands."""
    if note.mission is not None:
        return url_for("missions.show", ref=note.mission.ref, _anchor="notes")
    return url_for(".index", ref=note.partnership.ref)


@bp.route("/notes/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.NOTE_EDIT, EvaluationNote)
def edit(note: EvaluationNote) -> Answer:
    """Change one's own note."""
    if note.removed_at is not None:
        abort(404)
    form = EditNoteForm(obj=note)
    if form.validate_on_submit():
        with transaction():
            form.refuse_lost_update(note, EditNoteForm(formdata=None, obj=note))
            notes.change_note(note, **form.words(), actor=me(), at=now())
        flash(_("The note is saved."), "done")
        return redirect(_place(note), 303)
    page = render_template(
        "notes/edit.html",
        form=form,
        note=note,
        partnership=note.partnership,
        about=_about(note.stage_number, note.mission),
        back=_place(note),
    )
    return page, 422 if form.errors else 200


@bp.post("/notes/<int:id>/remove")
@needs(Permission.NOTE_EDIT, EvaluationNote)
def remove(note: EvaluationNote) -> Response:
    """Take one's own note away from every list."""
    with transaction():
        notes.remove_note(note, actor=me(), at=now())
    flash(_("The note is taken away. You can put it back below."), "done")
    return redirect(url_for(".index", ref=note.partnership.ref), 303)


@bp.post("/notes/<int:id>/restore")
@needs(Permission.NOTE_EDIT, EvaluationNote)
def restore(note: EvaluationNote) -> Response:
    """Put one's own note back."""
    with transaction():
        notes.restore_note(note, actor=me(), at=now())
    flash(_("The note is there again."), "done")
    return redirect(url_for(".index", ref=note.partnership.ref), 303)
