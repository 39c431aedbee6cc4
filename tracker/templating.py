"""How templates are run: as the library does it, with fewer steps where a page takes them a thousand times."""

from typing import Any

from jinja2.runtime import Context, Macro


class PageContext(Context):
    """What a template knows while it is run; macros, which most calls on a page are of, are called directly."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  (their names must be free)
        """Call what a template calls."""
        if type(__obj) is not Macro:
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(__self.eval_ctx, *args, **kwargs)
