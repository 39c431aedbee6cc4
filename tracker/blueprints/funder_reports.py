"""Reports to funders: made by one button from the preset used last, and the presets kept, changed, taken away."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import find, me, my_standing, needs, now, once
from tracker.dashboards import options
from tracker.dashboards.filters import Filters
from tracker.dashboards.funder_reports import makers, presets
from tracker.dashboards.funder_reports.gathering import conditions_of
from tracker.db import db, transaction
from tracker.domain.exports import ExportKind
from tracker.forms.accounts import EmptyForm
from tracker.forms.funder_reports import EditPresetForm, MakeForm, NewPresetForm, PresetForm
from tracker.i18n import OWN_NAMES
from tracker.models.exports import Export, FunderPreset
from tracker.permissions import Permission
from tracker.sentences import gettext as _
from tracker.services import delivery, exports, funder_reports
from tracker.services.funder_reports import Choice

bp = Blueprint("funder_reports", __name__)
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Offer:
    """What one button makes: its words, and the form that is sent."""

    name: str
    facts: list[tuple[str, str]]
    form: MakeForm
    preset: FunderPreset | None


def _today() -> date:
    return now().astimezone(ZoneInfo(me().timezone or "UTC")).date()


def _asked() -> Filters:
    return Filters.read(request.args)


@bp.get("/portfolio/funder-reports")
@needs(Permission.PORTFOLIO_VIEW)
def index() -> str:
    """Offer what is on the screen, else the preset used last, to be made by one button; then all other presets."""
    return _index_page()


def _index_page() -> str:
    mine, filters = presets.presets_of(my_standing(), now()), _asked()
    last = mine.kept[0] if mine.kept else None
    usual = presets.choice_of_preset(last) if last else presets.usual_choice(me().language)
    if filters.query:
        choice = presets.over(usual, filters)
        first = _offer(_("What is on the screen"), choice, last, filters=filters)
    else:
        first = _offer(last.name if last else _("Everything, this year"), usual, last)
    others = mine.kept if filters.query else mine.kept[1:]
    return render_template(
        "funder_reports/index.html",
        first=first,
        is_first=not mine.kept,
        others=[_offer(one.name, presets.choice_of_preset(one), one) for one in others],
        removed=mine.removed,
        exports=presets.exports_of(my_standing(), now()),
        marks=presets.MARKS,
        filters=filters,
        form=EmptyForm(),
    )


def _offer(name: str, choice: Choice, preset: FunderPreset | None, *, filters: Filters | None = None) -> Offer:
    form = MakeForm(
        formdata=None, preset=preset.id if preset else "", filters=urlencode(filters.query) if filters else ""
    )
    own = preset if filters is None else None
    return Offer(name, presets.described(choice, my_standing(), _today()), form, own)


@bp.post("/portfolio/funder-reports")
@needs(Permission.PORTFOLIO_VIEW)
def make() -> Answer:
    """Have a funder report made: at once when it is small, else in the background."""
    form = MakeForm()
    if not form.validate():
        flash(_("Nothing was made: the form was not whole. Try again."), "problem")
        return _index_page(), 422
    preset = find(FunderPreset, id=form.preset_id) if form.preset_id else None
    usual = presets.choice_of_preset(preset) if preset else presets.usual_choice(me().language)
    filters = Filters.read_query(form.filters.data or "")
    choice = presets.over(usual, filters) if form.filters.data else usual
    used = None if form.filters.data else preset
    return _made(form, choice, used)


def _made(form: Any, choice: Choice, preset: FunderPreset | None) -> Response:
    """Put the wish down, make it now if it is small, and lead to its page."""
    is_small = makers.is_small(choice, my_standing())
    title = preset.name if preset else presets.title_of(choice, my_standing(), _today())

    def ask() -> str:
        if preset is not None:
            funder_reports.use_preset(preset, at=now())
        export = exports.ask_for_export(
            ExportKind.FUNDER_REPORT,
            makers.options_of(choice),
            title=title,
            language=choice.language,
            is_at_once=is_small,
            actor=me(),
            at=now(),
        )
        return url_for("exports.show", code=export.code)

    with transaction():
        target = once(form, ask)
    if is_small:
        code = target.rpartition("/")[2]
        delivery.deliver_export(db.session.query(Export).filter_by(code=code).one(), now)
    return redirect(target, 303)


def _with_choices(form: PresetForm) -> Any:
    languages = [(code, OWN_NAMES[code]) for code in current_app.config["LANGUAGES"]]
    form.offer(options.programme_options(my_standing()), languages)
    return form


@bp.route("/portfolio/funder-reports/new", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_VIEW)
def new() -> Answer:
    """Keep a preset, with the filters of the screen it was asked from, and make it at once."""
    form = _with_choices(NewPresetForm())
    if form.validate_on_submit():

        def keep() -> str:
            funder_reports.keep_preset(form.name.data, form.choice(), actor=me(), at=now())
            return url_for(".index")

        with transaction():
            target = once(form, keep)
        flash(_("The preset is kept. One button makes it now."), "done")
        return redirect(target, 303)
    if request.method == "GET":
        last = presets.presets_of(my_standing(), now()).kept[:1]
        usual = presets.choice_of_preset(last[0]) if last else presets.usual_choice(me().language)
        form.show(presets.over(usual, _asked()))
    return _preset_page(form, None)


@bp.route("/portfolio/funder-reports/<int:id>/edit", methods=["GET", "POST"])
@needs(Permission.PORTFOLIO_VIEW, FunderPreset)
def edit(preset: FunderPreset) -> Answer:
    """Change a preset."""
    if preset.removed_at is not None:
        abort(404)
    form = _with_choices(EditPresetForm(name=preset.name, version=preset.version))
    if form.validate_on_submit():
        shown = _shown(preset)
        with transaction():
            form.refuse_lost_update(preset, shown)
            funder_reports.change_preset(preset, form.name.data, form.choice(), actor=me(), at=now())
        flash(_("The preset is saved."), "done")
        return redirect(url_for(".index"), 303)
    if request.method == "GET":
        form = _shown(preset)
    return _preset_page(form, preset)


def _shown(preset: FunderPreset) -> EditPresetForm:
    """Give the form as it is filled from the stored preset."""
    form: EditPresetForm = _with_choices(EditPresetForm(formdata=None, name=preset.name, version=preset.version))
    form.show(presets.choice_of_preset(preset))
    return form


def _preset_page(form: PresetForm, preset: FunderPreset | None) -> Answer:
    others = Filters.read_query(form.filters.data or "")
    page = render_template(
        "funder_reports/preset.html",
        form=form,
        preset=preset,
        others=conditions_of(others, my_standing()),
    )
    return page, 422 if form.errors else 200


@bp.post("/portfolio/funder-reports/<int:id>/remove")
@needs(Permission.PORTFOLIO_VIEW, FunderPreset)
def remove(preset: FunderPreset) -> Response:
    """Take a preset away."""
    with transaction():
        funder_reports.remove_preset(preset, actor=me(), at=now())
    flash(_("The preset is taken away. You can put it back below."), "done")
    return redirect(url_for(".index"), 303)


@bp.post("/portfolio/funder-reports/<int:id>/restore")
@needs(Permission.PORTFOLIO_VIEW, FunderPreset)
def restore(preset: FunderPreset) -> Response:
    """Put a preset back."""
    with transaction():
        funder_reports.restore_preset(preset, actor=me(), at=now())
    flash(_("The preset is there again."), "done")
    return redirect(url_for(".index"), 303)
