"""Public check of a signed document, without signing in."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.blueprints.guard import needs
from tracker.blueprints.limits import limiter
from tracker.dashboards.verification import verify
from tracker.forms.verify import CheckFileForm, CodeForm
from tracker.permissions import Permission

bp = Blueprint("verify", __name__)
DIGITS = "0123456789abcdef"
guessing = limiter.shared_limit(
    "20/minute", scope="unknown verification codes", deduct_when=lambda response: response.status_code == 404
)
"""Counts unknown codes apart: whoever guesses must wait, long before those who check many documents."""


@bp.after_request
def keep_unlisted(response: Response) -> Response:
    """Keep the pages out of search engines, and their codes out of what browsers tell other sites.

    The bare origin is told, not nothing: behind TLS a form is refused when its page told no origin at all.
    """
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@bp.get("/verify")
@needs(Permission.PUBLIC)
def ask() -> str | AnyResponse | tuple[str, int]:
    """Ask for the code that is printed on a document."""
    form = CodeForm(request.args, meta={"csrf": False})
    if "code" not in request.args:
        return render_template("verify/ask.html", form=form)
    if not form.validate():
        return render_template("verify/ask.html", form=form), 422
    code = "".join(digit for digit in form.code.data.lower() if digit in DIGITS)
    return redirect(url_for(".show", code=code), 303)


@bp.get("/verify/<code>")
@guessing
@limiter.limit("60/minute")
@needs(Permission.PUBLIC)
def show(code: str) -> str | tuple[str, int]:
    """Tell whether the document with this code is authentic; an unknown code tells nothing."""
    verdict = verify(code)
    if verdict is None:
        return render_template("verify/unknown.html"), 404
    return render_template("verify/show.html", verdict=verdict, form=CheckFileForm(), sha256="")


@bp.post("/verify/<code>")
@guessing
@limiter.limit("20/minute")
@needs(Permission.PUBLIC)
def check_file(code: str) -> str | tuple[str, int]:
    """Tell which file of the document was sent, for readers without scripts; the file is not kept."""
    verdict = verify(code)
    if verdict is None:
        return render_template("verify/unknown.html"), 404
    form = CheckFileForm()
    if not form.validate():
        return render_template("verify/show.html", verdict=verdict, form=form, sha256=""), 422
    return render_template("verify/show.html", verdict=verdict, form=form, sha256=form.sha256)
