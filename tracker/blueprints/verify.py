"""Public check of a signed document, without signing in."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.blueprints.guard import needs
from tracker.blueprints.limits import limiter
from tracker.dashboards.verification import verify
from tracker.forms.verify import CodeForm
from tracker.permissions import Permission

bp = Blueprint("verify", __name__)
DIGITS = "0123456789abcdef"


@bp.get("/verify")
@needs(Permission.PUBLIC)
def ask() -> str | Response | tuple[str, int]:
    """Ask for the code that is printed on a document."""
    form = CodeForm(request.args, meta={"csrf": False})
    if "code" not in request.args:
        return render_template("verify/ask.html", form=form)
    if not form.validate():
        return render_template("verify/ask.html", form=form), 422
    code = "".join(digit for digit in form.code.data.lower() if digit in DIGITS)
    return redirect(url_for(".show", code=code), 303)


@bp.get("/verify/<code>")
@limiter.limit("60/minute")
@needs(Permission.PUBLIC)
def show(code: str) -> str | tuple[str, int]:
    """Tell whether the document with this code is authentic; an unknown code tells nothing."""
    verdict = verify(code)
    if verdict is None:
        return render_template("verify/unknown.html"), 404
    return render_template("verify/show.html", verdict=verdict)
