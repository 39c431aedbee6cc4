"""The demonstration's data files: public facts, read from the project and written out again without a difference."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "data" / "demo"
COLUMNS = {
    "cities": "city_id,name,country_iso2,kind,lat,lon,population_place,timezone,geonameid,geo_note",
    "programmes": "programme_id,name,countries,start,end,amount,currency,funders,coordinator,modality,source,note",
    "programme_partners": "programme_id,role,name,country,contact,since,until,source",
    "partnerships": (
        "partnership_id,programme_id,title,member_city_ids,modality,theme,theme_text,start,end,status,source,note"
    ),
    "events": (
        "event_id,partnership_ids,kind,title,start,end,date_precision,place,participants,stage_inferred,source,note"
    ),
    "documents": "document_id,partnership_ids,kind,title,date,source,note",
    "officials": "city_id,office,holder,when,source",
    "finance": "scope,id,kind,amount,currency,period,source",
    "sources": "source_id,title,address",
}
"""The files that are loaded and exported, each with its header."""


def read(name: str) -> list[dict[str, str]]:
    """Read a data file as one mapping for each row, by the names in its header."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, name: str, rows: Iterable[Sequence[object]]) -> Path:
    """Write rows under the file's header, as the originals are written (CRLF, quotes only where needed)."""
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS[name].split(","))
        writer.writerows(rows)
    return path


def codes(cell: str) -> list[str]:
    """Give the codes of a cell that names several things, in its order."""
    return [code for code in cell.split(";") if code]
