"""Lists of options to choose one from."""

from typing import Any

from markupsafe import Markup, escape
from wtforms import SelectField
from wtforms.widgets import Select


class Options(Select):
    """A list of options, each written in one step: the library takes dozens, and time zones alone are 480."""

    @classmethod
    def render_option(cls, choice: Any, **attributes: Any) -> Any:  # type: ignore[override]  # stubs of an older release
        """Write one option; as the library does it when it has attributes of its own."""
        if attributes or choice.render_kw:
            return super().render_option(choice, **attributes)
        selected = "selected " if choice.selected else ""
        value, label = escape(choice.value), escape(choice.label or choice.value)
        return Markup(f'<option {selected}value="{value}">{label}</option>')  # noqa: S704  (both are escaped)


class OneOf(SelectField):
    """One of a list of options."""

    data: Any
    widget: Any = Options()
