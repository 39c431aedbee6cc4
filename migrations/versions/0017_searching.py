"""Words by which everything is found, the older Portuguese spelling folded away, and views that people keep."""

import re
import unicodedata
from collections.abc import Callable, Iterator

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

KINDS = (
    *("partnership", "city", "person", "mission", "report", "programme", "note", "instrument", "share_activity"),
    "need",
)
PAGES = ("portfolio", "partnerships")
SEARCHED = (
    ("partnership", "partnership", ("title", "ref"), "id"),
    ("city", "city", ("name",), "0"),
    ("person", "person", ("name",), "0"),
    ("mission", "mission", ("title", "ref", "place"), "partnership_id"),
    ("report", "official_document", ("ref", "summary"), "partnership_id"),
    ("programme", "programme", ("name", "code"), "0"),
    ("note", "evaluation_note", ("text",), "partnership_id"),
    ("instrument", "instrument", ("title",), "partnership_id"),
    ("share_activity", "share_activity", ("title", "place", "message"), "partnership_id"),
    ("need", "need", ("title",), "partnership_id"),
)
"""Kind, table, columns with its words, and the column of its partnership."""
REMOVED = {
    "partnership": "deleted_at",
    **dict.fromkeys(("evaluation_note", "instrument", "share_activity", "need"), "removed_at"),
}
FOLDED = (("partnership", ("title", "ref")), ("city", ("name",)), ("delegate", ("name",)))
"""Tables that hold a folded text of their own, and what it is made of."""
CHUNK = 1000
BASE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
PREFIXES = (
    "agro|anti|arqui|auto|bio|co|contra|extra|geo|hidro|infra|inter|intra|macro|mega|micro|mini|mono|multi|neo|pluri|re"
    "|semi|sobre|socio|supra|tele|ultra"
)


def upgrade() -> None:
    """Add the tables, fill the words from what is there, and fold anew what is kept folded."""
    op.create_table(
        "search_word",
        sa.Column("kind", _codes(KINDS, "searchkind"), nullable=False),
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("thing_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "word", "thing_id", name=op.f("pk_search_word")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("page", _codes(PAGES, "viewpage"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_saved_view_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index(op.f("ix_saved_view_person_id"), "saved_view", ["person_id"], unique=False)
    op.create_index(op.f("ix_saved_view_programme_id"), "saved_view", ["programme_id"], unique=False)
    op.create_table(
        "view_default",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("page", _codes(PAGES, "viewpage"), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_view_default_person_id")),
        sa.ForeignKeyConstraint(["view_id"], ["saved_view.id"], name=op.f("fk_view_default_view_id")),
        sa.PrimaryKeyConstraint("person_id", "page", name=op.f("pk_view_default")),
    )
    op.create_index(op.f("ix_view_default_view_id"), "view_default", ["view_id"], unique=False)
    op.add_column("person", sa.Column("has_shortcuts", sa.Boolean(), nullable=False, server_default=sa.true()))
    _fill()
    _fold(_folded)
    op.create_index(
        "ix_search_word_partnership_id_kind_thing_id", "search_word", ["partnership_id", "kind", "thing_id"]
    )


def downgrade() -> None:
    """Drop them, and with them the views that were kept; fold as before."""
    op.drop_column("person", "has_shortcuts")
    op.drop_table("view_default")
    op.drop_table("saved_view")
    op.drop_table("search_word")
    _fold(_folded_before)


def _codes(codes: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=40)


def _fill() -> None:
    """Write the words of every row that is not removed."""
    words = sa.table("search_word", *(sa.column(name) for name in ("kind", "word", "thing_id", "partnership_id")))
    for kind, table, texts, partnership in SEARCHED:
        columns = [sa.column("id"), sa.literal_column(partnership).label("of"), *map(sa.column, texts)]
        query = sa.select(*columns).select_from(sa.table(table)).order_by(sa.column("id"))
        if table in REMOVED:
            query = query.where(sa.column(REMOVED[table]).is_(None))
        for rows in op.get_bind().execute(query).partitions(CHUNK):
            found = [
                {"kind": kind, "word": word, "thing_id": number, "partnership_id": of}
                for number, of, *said in rows
                for word in sorted(_kept_words(" ".join(text or "" for text in said)))
            ]
            if found:
                op.bulk_insert(words, found)


def _fold(fold: Callable[[str], str]) -> None:
    """Let every folded text be as this rule makes it, where that is not so already."""
    for name, texts in FOLDED:
        table = sa.table(name, sa.column("id"), sa.column("search_text"), *map(sa.column, texts))
        query = sa.select(table.c.id, table.c.search_text, *(table.c[text] for text in texts))
        changed = [
            {"number": number, "text": fold(" ".join(said))}
            for number, before, *said in op.get_bind().execute(query)
            if before != fold(" ".join(said))
        ]
        if changed:
            update = table.update().where(table.c.id == sa.bindparam("number")).values(search_text=sa.bindparam("text"))
            op.get_bind().execute(update, changed)


def _folded_before(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold().translate(BASE))
    letters = (letter for letter in apart if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() or letter == "-" else " " for letter in letters).split())


def _folded(text: str) -> str:
    small = unicodedata.normalize("NFC", text).casefold().translate(BASE)
    plain = _folded_before(re.sub("[cp]ç", "ç", small))
    joined = re.sub(rf"(?<![^ ])({PREFIXES})-(?=[aeiou])", r"\1", plain)
    doubled = re.sub(rf"(?<![^ ])({PREFIXES})-([rs])(?=[aeiou])", r"\1\2\2", joined)
    return re.sub("(?<=[aeiou])[cp](?=t[aeiour]|c[ei])", "", doubled)


def _kept_words(text: str) -> set[str]:
    return {word[:60] for whole in _folded(text).split() for word in _parts(whole.strip("-")) if len(word) >= 3}


def _parts(word: str) -> Iterator[str]:
    yield word
    if not any(letter.isdigit() for letter in word):
        pieces = word.split("-")
        yield from ("-".join(pieces[place:]) for place in range(1, len(pieces)))
