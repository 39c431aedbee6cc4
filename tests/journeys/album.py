"""Pictures of every page that was opened, for people to look at: `tests/journeys/screenshots/index.html`."""

import re
import shutil
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

SHELF = Path(__file__).parent / "screenshots"
HEAD = """<!doctype html><meta charset="utf-8"><title>Journeys</title>
<style>body{font:14px sans-serif;margin:1rem}figure{display:inline-block;vertical-align:top;margin:0 1rem 1rem 0}
img{max-width:24rem;border:1px solid #999}figcaption{max-width:24rem;overflow-wrap:anywhere}</style>
"""


class Album:
    """The pictures of one journey; those of the last time are thrown away."""

    def __init__(self, journey: str) -> None:
        self.folder = SHELF / re.sub(r"[^a-z0-9_]+", "-", journey.lower().removeprefix("test_")).strip("-")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.taken = 0
        self.figures: list[str] = []

    def take(self, page: Page, who: str) -> None:
        """Take a picture of the whole page."""
        self.taken += 1
        what = re.sub(r"[^A-Za-z0-9]+", "-", urlsplit(page.url).path).strip("-")[:60] or "home"
        name = f"{self.taken:02d}-{who.replace('.', '-')}-{what}.png"
        page.screenshot(path=self.folder / name, full_page=True)

    def note(self, figure: str) -> None:
        """Keep a figure that was measured, beside the pictures."""
        self.figures.append(figure)
        (self.folder / "figures.txt").write_text("".join(f"{line}\n" for line in self.figures), encoding="utf-8")


def bind() -> None:
    """Write the page that shows all pictures, journey by journey."""
    parts = [HEAD]
    for folder in sorted(path for path in SHELF.iterdir() if path.is_dir()):
        parts.append(f"<h2>{escape(folder.name.replace('_', ' '))}</h2>")
        figures = folder / "figures.txt"
        if figures.exists():
            parts.append(f"<pre>{escape(figures.read_text(encoding='utf-8'))}</pre>")
        for picture in sorted(folder.glob("*.png")):
            place = escape(f"{folder.name}/{picture.name}")
            parts.append(
                f'<figure><a href="{place}"><img src="{place}" loading="lazy" alt="{escape(picture.stem)}"></a>'
                f"<figcaption>{escape(picture.stem)}</figcaption></figure>"
            )
    (SHELF / "index.html").write_text("\n".join(parts), encoding="utf-8")
