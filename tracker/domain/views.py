"""Saved views: which lists have them."""

from enum import StrEnum


class ViewPage(StrEnum):
    """A list whose filters, columns, order and grouping can be kept under a name; the code is its path."""

    PORTFOLIO = "portfolio"
    PARTNERSHIPS = "partnerships"

    @property
    def path(self) -> str:
        """Give the address of the list without any question."""
        return f"/{self.value}"


MOST_VIEWS = 50
"""Views that one person may keep of one list."""
LONGEST_QUERY = 2000
"""Letters of a question that are kept."""
