"""The house: every table of the first edition."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "archive_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("dated", sa.Text(), nullable=True),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_document")),
        sa.UniqueConstraint("code", name=op.f("uq_archive_document_code")),
    )
    op.create_table(
        "city",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("geonameid", sa.Integer(), nullable=True),
        sa.Column("geo_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city")),
        sa.UniqueConstraint("code", name=op.f("uq_city_code")),
    )
    op.create_index(op.f("ix_city_country"), "city", ["country"], unique=False)
    op.create_index(op.f("ix_city_search_text"), "city", ["search_text"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "date_precision",
            sa.Enum(
                "day",
                "month",
                "year",
                "range",
                "unknown",
                name="precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts", sa.Text(), nullable=True),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("participants", sa.Text(), nullable=False),
        sa.Column("stage_in_source", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_event_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("code", name=op.f("uq_event_code")),
    )
    op.create_index(op.f("ix_event_first_day"), "event", ["first_day"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=True),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("funders", sa.Text(), nullable=False),
        sa.Column("coordinated_by", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_cents IS NULL OR currency <> ''", name=op.f("ck_programme_money_has_currency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_programme_code")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("ip_address", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_email_at", "sign_in_attempt", ["email", "at"], unique=False)
    op.create_table(
        "source",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_source")),
    )
    op.create_table(
        "partnership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column(
            "modality",
            sa.Enum(
                "bilateral",
                "twinning",
                "south_south_triangular",
                "south_south_mentoring",
                "south_south_group",
                "trilateral",
                "triangular",
                "association",
                "network",
                name="modality",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "legal_form",
            sa.Enum(
                "agreement",
                "friendship",
                "project",
                "contact",
                name="legalform",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("theme_text", sa.Text(), nullable=False),
        sa.Column("starts", sa.Text(), nullable=True),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "exploring",
                "active",
                "dormant",
                "on_hold",
                "after_care",
                "ended",
                name="partnershipstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status_in_source", sa.Text(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("has_demonstration", sa.Boolean(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("stage_number", sa.Integer(), nullable=False),
        sa.Column("last_event_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(deleted_at IS NULL) = (deleted_reason IS NULL)", name=op.f("ck_partnership_deleted_with_reason")
        ),
        sa.CheckConstraint("cycle >= 1", name=op.f("ck_partnership_cycles_count_from_one")),
        sa.CheckConstraint("stage_number BETWEEN 1 AND 6", name=op.f("ck_partnership_six_stages")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_partnership_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
        sa.UniqueConstraint("code", name=op.f("uq_partnership_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_partnership_ref")),
    )
    op.create_index(op.f("ix_partnership_is_public"), "partnership", ["is_public"], unique=False)
    op.create_index(op.f("ix_partnership_last_event_at"), "partnership", ["last_event_at"], unique=False)
    op.create_index(
        "ix_partnership_pipeline",
        "partnership",
        ["deleted_at", "programme_id", "state", "stage_number", "last_event_at"],
        unique=False,
    )
    op.create_index(op.f("ix_partnership_search_text"), "partnership", ["search_text"], unique=False)
    op.create_index(op.f("ix_partnership_theme"), "partnership", ["theme"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "technician",
                "mayor",
                "coordinator",
                "observer",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column(
            "digest",
            sa.Enum(
                "now", "daily", "weekly", "never", name="digest", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("city_id IS NULL OR organisation_id IS NULL", name=op.f("ck_person_one_employer")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_in_lower_case")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_person_city_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_index(op.f("ix_person_city_id"), "person", ["city_id"], unique=False)
    op.create_index(op.f("ix_person_organisation_id"), "person", ["organisation_id"], unique=False)
    op.create_table(
        "public_official",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("when_stated", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_public_official_city_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_official")),
    )
    op.create_index(op.f("ix_public_official_city_id"), "public_official", ["city_id"], unique=False)
    op.create_table(
        "signing_profile",
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "mission_report",
                "scope",
                "work_plan",
                "renewal",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "profile",
            sa.Enum("A", "B", "C", name="profile", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_signing_profile_city_id")),
        sa.PrimaryKeyConstraint("city_id", "kind", name=op.f("pk_signing_profile")),
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_activity_in_order")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_activity_created_by_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_activity_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    op.create_index("ix_activity_partnership_id_cycle", "activity", ["partnership_id", "cycle"], unique=False)
    op.create_table(
        "archive_document_partnership",
        sa.Column("archive_document_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["archive_document_id"],
            ["archive_document.id"],
            name=op.f("fk_archive_document_partnership_archive_document_id"),
        ),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_archive_document_partnership_partnership_id")
        ),
        sa.PrimaryKeyConstraint("archive_document_id", "partnership_id", name=op.f("pk_archive_document_partnership")),
    )
    op.create_index(
        op.f("ix_archive_document_partnership_partnership_id"),
        "archive_document_partnership",
        ["partnership_id"],
        unique=False,
    )
    op.create_table(
        "authenticator",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_authenticator_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_authenticator")),
    )
    op.create_table(
        "comparison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "same", "similar", "different", name="verdict", native_enum=False, create_constraint=True, length=40
            ),
            nullable=True,
        ),
        sa.Column("requires", sa.Text(), nullable=False),
        sa.Column("transfer", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_comparison_created_by_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_comparison_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison")),
    )
    op.create_index("ix_comparison_partnership_id_cycle", "comparison", ["partnership_id", "cycle"], unique=False)
    op.create_table(
        "event_partnership",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_partnership_event_id")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_event_partnership_partnership_id")
        ),
        sa.PrimaryKeyConstraint("event_id", "partnership_id", name=op.f("pk_event_partnership")),
    )
    op.create_index(op.f("ix_event_partnership_partnership_id"), "event_partnership", ["partnership_id"], unique=False)
    op.create_table(
        "funding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.CheckConstraint("(programme_id IS NULL) <> (partnership_id IS NULL)", name=op.f("ck_funding_of_one_thing")),
        sa.CheckConstraint("amount_cents >= 0", name=op.f("ck_funding_not_negative")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_funding_partnership_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_funding_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding")),
    )
    op.create_index(op.f("ix_funding_partnership_id"), "funding", ["partnership_id"], unique=False)
    op.create_index(op.f("ix_funding_programme_id"), "funding", ["programme_id"], unique=False)
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(hash) = 64 AND length(previous) = 64", name=op.f("ck_journal_entry_hashes")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_journal_entry_actor_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_journal_entry_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_entry_hash")),
    )
    op.create_index(op.f("ix_journal_entry_actor_id"), "journal_entry", ["actor_id"], unique=False)
    op.create_index("ix_journal_entry_partnership_id_at", "journal_entry", ["partnership_id", "at"], unique=False)
    op.create_index("ix_journal_entry_subject", "journal_entry", ["subject"], unique=False)
    op.create_table(
        "login_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.Column("ip_address", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_login_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    op.create_index(op.f("ix_login_session_person_id"), "login_session", ["person_id"], unique=False)
    op.create_table(
        "mailed_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_mailed_code_tries")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mailed_code_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailed_code")),
    )
    op.create_index(op.f("ix_mailed_code_person_id"), "mailed_code", ["person_id"], unique=False)
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("is_acting", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name=op.f("ck_mandate_confirmed_by_somebody")
        ),
        sa.CheckConstraint("confirmed_by_id <> recorded_by_id", name=op.f("ck_mandate_two_persons")),
        sa.CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name=op.f("ck_mandate_in_order")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_mandate_city_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_mandate_confirmed_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mandate_person_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_mandate_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index("ix_mandate_city_id_starts_on", "mandate", ["city_id", "starts_on"], unique=False)
    op.create_index("ix_mandate_ends_on", "mandate", ["ends_on"], unique=False)
    op.create_index(op.f("ix_mandate_person_id"), "mandate", ["person_id"], unique=False)
    op.create_index(
        "uq_mandate_open",
        "mandate",
        ["city_id"],
        unique=True,
        sqlite_where=sa.text("ends_on IS NULL AND confirmed_at IS NOT NULL"),
        postgresql_where=sa.text("ends_on IS NULL AND confirmed_at IS NOT NULL"),
    )
    op.create_table(
        "member",
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_member_city_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_member_partnership_id")),
        sa.PrimaryKeyConstraint("partnership_id", "city_id", name=op.f("pk_member")),
        sa.UniqueConstraint("partnership_id", "position", name=op.f("uq_member_partnership_id_position")),
    )
    op.create_index(op.f("ix_member_city_id"), "member", ["city_id"], unique=False)
    op.create_table(
        "mission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "technical_visit",
                "bilateral_meeting",
                "seminar",
                "training",
                "master_class",
                "learning_exchange",
                "political_visit",
                "online_session",
                name="missionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "authorised",
                "under_way",
                "completed",
                "reported",
                "cancelled",
                name="missionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "date_precision",
            sa.Enum(
                "day",
                "month",
                "year",
                "range",
                "unknown",
                name="precision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts", sa.Text(), nullable=True),
        sa.Column("ends", sa.Text(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("host_city_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("participants", sa.Text(), nullable=False),
        sa.Column(
            "cancel_reason",
            sa.Enum(
                "funding",
                "visa",
                "health_or_safety",
                "election",
                "host_unavailable",
                "guest_unavailable",
                "merged",
                "other",
                name="cancelreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("cancel_remarks", sa.Text(), nullable=False),
        sa.Column("event_code", sa.Text(), nullable=True),
        sa.Column("kind_in_source", sa.Text(), nullable=False),
        sa.Column("stage_in_source", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancel_reason IS NOT NULL)", name=op.f("ck_mission_cancelled_with_reason")
        ),
        sa.CheckConstraint(
            "(first_day IS NULL) = (starts IS NULL) AND (last_day IS NULL) = (ends IS NULL)",
            name=op.f("ck_mission_days_follow_dates"),
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_mission_in_order")),
        sa.ForeignKeyConstraint(["host_city_id"], ["city.id"], name=op.f("fk_mission_host_city_id")),
        sa.ForeignKeyConstraint(["logged_by_id"], ["person.id"], name=op.f("fk_mission_logged_by_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_mission_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission")),
        sa.UniqueConstraint("event_code", name=op.f("uq_mission_event_code")),
        sa.UniqueConstraint("partnership_id", "number", name=op.f("uq_mission_partnership_id_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_mission_ref")),
    )
    op.create_index("ix_mission_first_day_last_day", "mission", ["first_day", "last_day"], unique=False)
    op.create_index(op.f("ix_mission_host_city_id"), "mission", ["host_city_id"], unique=False)
    op.create_index(op.f("ix_mission_logged_by_id"), "mission", ["logged_by_id"], unique=False)
    op.create_index("ix_mission_state_first_day", "mission", ["state", "first_day", "partnership_id"], unique=False)
    op.create_index(
        "ix_mission_state_last_day", "mission", ["state", "last_day", "partnership_id", "logged_at"], unique=False
    )
    op.create_index(op.f("ix_mission_theme"), "mission", ["theme"], unique=False)
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum(
                "low",
                "medium",
                "high",
                "critical",
                name="severity",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("affected", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("baseline_value", sa.Text(), nullable=False),
        sa.Column("baseline_unit", sa.Text(), nullable=False),
        sa.Column("baseline_year", sa.Integer(), nullable=True),
        sa.Column("baseline_source", sa.Text(), nullable=False),
        sa.Column("is_on_behalf", sa.Boolean(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_need_city_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_need_created_by_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_need_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
    )
    op.create_index(op.f("ix_need_city_id"), "need", ["city_id"], unique=False)
    op.create_index("ix_need_partnership_id_cycle", "need", ["partnership_id", "cycle"], unique=False)
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_person_id"), "passkey", ["person_id"], unique=False)
    op.create_table(
        "post_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column(
            "post",
            sa.Enum(
                "technical_lead",
                "political_leader",
                "focal_point",
                "member",
                "observer",
                name="post",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_post_holder_city_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_post_holder_partnership_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_holder_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holder")),
        sa.UniqueConstraint(
            "partnership_id", "person_id", "post", name=op.f("uq_post_holder_partnership_id_person_id_post")
        ),
    )
    op.create_index(op.f("ix_post_holder_person_id"), "post_holder", ["person_id"], unique=False)
    op.create_index(
        "uq_post_holder_one_lead",
        "post_holder",
        ["partnership_id", "city_id", "post"],
        unique=True,
        sqlite_where=sa.text("post IN ('technical_lead', 'political_leader')"),
        postgresql_where=sa.text("post IN ('technical_lead', 'political_leader')"),
    )
    op.create_table(
        "programme_coordinator",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_programme_coordinator_person_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_programme_coordinator_programme_id")),
        sa.PrimaryKeyConstraint("programme_id", "person_id", name=op.f("pk_programme_coordinator")),
    )
    op.create_index(op.f("ix_programme_coordinator_person_id"), "programme_coordinator", ["person_id"], unique=False)
    op.create_table(
        "request_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("request_hash", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_request_key_person_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_request_key")),
    )
    op.create_index(op.f("ix_request_key_person_id"), "request_key", ["person_id"], unique=False)
    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_link_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_link_person_id"), "sign_in_link", ["person_id"], unique=False)
    op.create_table(
        "stage_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "not_started",
                "in_progress",
                "passed",
                "returned",
                "waived",
                name="stagestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("planned_days", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('passed', 'waived')) = (decided_on IS NOT NULL)",
            name=op.f("ck_stage_run_decided_when_gate_is_passed"),
        ),
        sa.CheckConstraint("decided_on IS NULL OR started_on <= decided_on", name=op.f("ck_stage_run_in_order")),
        sa.CheckConstraint("number BETWEEN 1 AND 6", name=op.f("ck_stage_run_six_stages")),
        sa.CheckConstraint("planned_days > 0", name=op.f("ck_stage_run_planned_days")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_stage_run_decided_by_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_stage_run_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_run")),
        sa.UniqueConstraint("partnership_id", "cycle", "number", name=op.f("uq_stage_run_partnership_id_cycle_number")),
    )
    op.create_table(
        "agreed_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("amount_cents", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("bearer", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "amount_cents IS NULL OR length(currency) = 3", name=op.f("ck_agreed_task_money_has_currency")
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_agreed_task_city_id")),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_agreed_task_done_by_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_agreed_task_mission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_task")),
    )
    op.create_index(
        "ix_agreed_task_city_id_done_at_due_on", "agreed_task", ["city_id", "done_at", "due_on"], unique=False
    )
    op.create_index(op.f("ix_agreed_task_mission_id"), "agreed_task", ["mission_id"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("ck_attachment_not_empty")),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_attachment_added_by_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_attachment_mission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("code", name=op.f("uq_attachment_code")),
    )
    op.create_index(op.f("ix_attachment_mission_id"), "attachment", ["mission_id"], unique=False)
    op.create_table(
        "commitment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_commitment_mandate_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_commitment_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("mandate_id", "partnership_id", name=op.f("uq_commitment_mandate_id_partnership_id")),
        sa.UniqueConstraint("series", name=op.f("uq_commitment_series")),
    )
    op.create_index(
        "ix_commitment_asked",
        "commitment",
        ["mandate_id"],
        unique=False,
        sqlite_where=sa.text("renewed_at IS NULL"),
        postgresql_where=sa.text("renewed_at IS NULL"),
    )
    op.create_index(op.f("ix_commitment_partnership_id"), "commitment", ["partnership_id"], unique=False)
    op.create_table(
        "comparison_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comparison_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("is_on_behalf", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_comparison_cell_city_id")),
        sa.ForeignKeyConstraint(["comparison_id"], ["comparison.id"], name=op.f("fk_comparison_cell_comparison_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison_cell")),
        sa.UniqueConstraint("comparison_id", "city_id", name=op.f("uq_comparison_cell_comparison_id_city_id")),
    )
    op.create_table(
        "cost",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("bearer", sa.Text(), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_cost_positive")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_cost_currency_code")),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_cost_activity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost")),
    )
    op.create_index(op.f("ix_cost_activity_id"), "cost", ["activity_id"], unique=False)
    op.create_table(
        "delegate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_delegate_city_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_delegate_mission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegate")),
    )
    op.create_index(op.f("ix_delegate_mission_id"), "delegate", ["mission_id"], unique=False)
    op.create_index(op.f("ix_delegate_search_text"), "delegate", ["search_text"], unique=False)
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_delegation_in_order")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_delegation_mandate_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delegation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_mandate_id"), "delegation", ["mandate_id"], unique=False)
    op.create_index(op.f("ix_delegation_person_id"), "delegation", ["person_id"], unique=False)
    op.create_table(
        "evaluation_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("stage_number", sa.Integer(), nullable=True),
        sa.Column("mission_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "worked",
                "failed",
                "lesson",
                "recommendation",
                "observation",
                name="notekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "visibility",
            sa.Enum(
                "private", "partners", "public", name="visibility", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("stage_number BETWEEN 1 AND 6", name=op.f("ck_evaluation_note_six_stages")),
        sa.CheckConstraint("stage_number IS NULL OR mission_id IS NULL", name=op.f("ck_evaluation_note_on_one_thing")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_evaluation_note_author_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_evaluation_note_mission_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_evaluation_note_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_note")),
    )
    op.create_index(op.f("ix_evaluation_note_author_id"), "evaluation_note", ["author_id"], unique=False)
    op.create_index(op.f("ix_evaluation_note_mission_id"), "evaluation_note", ["mission_id"], unique=False)
    op.create_index(
        "ix_evaluation_note_partnership_id_cycle", "evaluation_note", ["partnership_id", "cycle"], unique=False
    )
    op.create_table(
        "instrument",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("from_city_id", sa.Integer(), nullable=False),
        sa.Column("to_city_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("legal_status", sa.Text(), nullable=False),
        sa.Column("adaptation", sa.Text(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=True),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("from_city_id <> to_city_id", name=op.f("ck_instrument_between_two_cities")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_instrument_created_by_id")),
        sa.ForeignKeyConstraint(["from_city_id"], ["city.id"], name=op.f("fk_instrument_from_city_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_instrument_mission_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_instrument_partnership_id")),
        sa.ForeignKeyConstraint(["to_city_id"], ["city.id"], name=op.f("fk_instrument_to_city_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument")),
    )
    op.create_index(op.f("ix_instrument_from_city_id"), "instrument", ["from_city_id"], unique=False)
    op.create_index(op.f("ix_instrument_mission_id"), "instrument", ["mission_id"], unique=False)
    op.create_index("ix_instrument_partnership_id_cycle", "instrument", ["partnership_id", "cycle"], unique=False)
    op.create_index(op.f("ix_instrument_to_city_id"), "instrument", ["to_city_id"], unique=False)
    op.create_table(
        "official_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "mission_report",
                "scope",
                "work_plan",
                "renewal",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("mission_id", sa.Integer(), nullable=True),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_review",
                "changes_requested",
                "awaiting_signature",
                "partly_signed",
                "signed",
                "declined",
                "superseded",
                "withdrawn",
                name="documentstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column(
            "signing_order",
            sa.Enum(
                "any",
                "own_city_first",
                "host_first",
                "fixed",
                name="signingorder",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'mission_report') = (mission_id IS NOT NULL)",
            name=op.f("ck_official_document_report_of_a_mission"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_reason IS NOT NULL)",
            name=op.f("ck_official_document_withdrawn_with_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR content IS NOT NULL",
            name=op.f("ck_official_document_frozen_after_draft"),
        ),
        sa.CheckConstraint(
            "(content IS NULL) = (digest IS NULL) AND (content IS NULL) = (submitted_at IS NULL) AND (content IS NULL) = (code IS NULL)",
            name=op.f("ck_official_document_frozen_all_or_none"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_official_document_author_id")),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_official_document_mission_id")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_official_document_partnership_id")
        ),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["person.id"], name=op.f("fk_official_document_submitted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_document")),
        sa.UniqueConstraint("code", name=op.f("uq_official_document_code")),
        sa.UniqueConstraint("ref", name=op.f("uq_official_document_ref")),
        sa.UniqueConstraint("series", "number", name=op.f("uq_official_document_series_number")),
    )
    op.create_index(op.f("ix_official_document_author_id"), "official_document", ["author_id"], unique=False)
    op.create_index(
        "ix_official_document_mission_id_number", "official_document", ["mission_id", "number"], unique=False
    )
    op.create_index(op.f("ix_official_document_partnership_id"), "official_document", ["partnership_id"], unique=False)
    op.create_index(
        "ix_official_document_state_submitted_at", "official_document", ["state", "submitted_at"], unique=False
    )
    op.create_index(
        "uq_official_document_one_under_way",
        "official_document",
        ["series"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'in_review', 'awaiting_signature', 'partly_signed')"),
        postgresql_where=sa.text("state IN ('draft', 'in_review', 'awaiting_signature', 'partly_signed')"),
    )
    op.create_table(
        "personal_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["journal_entry.id"], name=op.f("fk_personal_field_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_field")),
    )
    op.create_index(op.f("ix_personal_field_entry_id"), "personal_field", ["entry_id"], unique=False)
    op.create_table(
        "priority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_priority_ranks_count_from_one")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_priority_created_by_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_priority_need_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_priority_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority")),
    )
    op.create_index(op.f("ix_priority_need_id"), "priority", ["need_id"], unique=False)
    op.create_index("ix_priority_partnership_id_cycle", "priority", ["partnership_id", "cycle"], unique=False)
    op.create_table(
        "responsible",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_responsible_activity_id")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_responsible_city_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsible")),
        sa.UniqueConstraint("activity_id", "city_id", name=op.f("uq_responsible_activity_id_city_id")),
    )
    op.create_table(
        "result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("achieved", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("partnership_id", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_result_activity_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_result_created_by_id")),
        sa.ForeignKeyConstraint(["partnership_id"], ["partnership.id"], name=op.f("fk_result_partnership_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
    )
    op.create_index(op.f("ix_result_activity_id"), "result", ["activity_id"], unique=False)
    op.create_index("ix_result_partnership_id_cycle", "result", ["partnership_id", "cycle"], unique=False)
    op.create_table(
        "waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stage_run_id", sa.Integer(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_by_id", sa.Integer(), nullable=False),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_waiver_has_reason")),
        sa.ForeignKeyConstraint(["stage_run_id"], ["stage_run.id"], name=op.f("fk_waiver_stage_run_id")),
        sa.ForeignKeyConstraint(["waived_by_id"], ["person.id"], name=op.f("fk_waiver_waived_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        sa.UniqueConstraint("stage_run_id", "condition", name=op.f("uq_waiver_stage_run_id_condition")),
    )
    op.create_table(
        "priority_part",
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum("teaches", "learns", name="part", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_priority_part_city_id")),
        sa.ForeignKeyConstraint(["priority_id"], ["priority.id"], name=op.f("fk_priority_part_priority_id")),
        sa.PrimaryKeyConstraint("priority_id", "city_id", "part", name=op.f("pk_priority_part")),
    )
    op.create_index(op.f("ix_priority_part_city_id"), "priority_part", ["city_id"], unique=False)
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rated_by_id", sa.Integer(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_on_behalf", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_rating_one_to_five")),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_rating_city_id")),
        sa.ForeignKeyConstraint(["instrument_id"], ["instrument.id"], name=op.f("fk_rating_instrument_id")),
        sa.ForeignKeyConstraint(["rated_by_id"], ["person.id"], name=op.f("fk_rating_rated_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("instrument_id", "city_id", name=op.f("uq_rating_instrument_id_city_id")),
    )
    op.create_index(op.f("ix_rating_city_id"), "rating", ["city_id"], unique=False)
    op.create_table(
        "reading",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["official_document.id"], name=op.f("fk_reading_document_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_person_id")),
        sa.PrimaryKeyConstraint("document_id", "person_id", name=op.f("pk_reading")),
    )
    op.create_index(op.f("ix_reading_person_id"), "reading", ["person_id"], unique=False)
    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column(
            "profile",
            sa.Enum("A", "B", "C", name="profile", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_slot_city_id")),
        sa.ForeignKeyConstraint(["document_id"], ["official_document.id"], name=op.f("fk_slot_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint("document_id", "city_id", name=op.f("uq_slot_document_id_city_id")),
    )
    op.create_index(op.f("ix_slot_city_id"), "slot", ["city_id"], unique=False)
    op.create_index(
        "ix_slot_open",
        "slot",
        ["due_on"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_slot_open_city",
        "slot",
        ["city_id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("originals", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["official_document.id"], name=op.f("fk_translation_document_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_translation")),
        sa.UniqueConstraint("document_id", "language", name=op.f("uq_translation_document_id_language")),
    )
    op.create_table(
        "outbox_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.CheckConstraint("kind <> 'seal' OR document_id IS NOT NULL", name=op.f("ck_outbox_item_seal_has_document")),
        sa.CheckConstraint("kind = 'seal' OR address <> ''", name=op.f("ck_outbox_item_mail_has_address")),
        sa.CheckConstraint("kind IN ('mail', 'notice', 'seal')", name=op.f("ck_outbox_item_known_kind")),
        sa.ForeignKeyConstraint(["document_id"], ["official_document.id"], name=op.f("fk_outbox_item_document_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_outbox_item_person_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_outbox_item_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_item")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_item_message_id")),
    )
    op.create_index(op.f("ix_outbox_item_document_id"), "outbox_item", ["document_id"], unique=False)
    op.create_index(op.f("ix_outbox_item_person_id"), "outbox_item", ["person_id"], unique=False)
    op.create_index(op.f("ix_outbox_item_slot_id"), "outbox_item", ["slot_id"], unique=False)
    op.create_index(
        "ix_outbox_item_waiting",
        "outbox_item",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
    )
    op.create_table(
        "signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column(
            "profile",
            sa.Enum("A", "B", "C", name="profile", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "decision",
            sa.Enum("signed", "returned", name="decision", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("evidence_hash", sa.Text(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("decision <> 'returned' OR remarks <> ''", name=op.f("ck_signature_returned_with_remarks")),
        sa.CheckConstraint("length(digest) = 64 AND length(evidence_hash) = 64", name=op.f("ck_signature_hashes")),
        sa.ForeignKeyConstraint(["delegation_id"], ["delegation.id"], name=op.f("fk_signature_delegation_id")),
        sa.ForeignKeyConstraint(["document_id"], ["official_document.id"], name=op.f("fk_signature_document_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_signature_mandate_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_signature_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("key", name=op.f("uq_signature_key")),
        sa.UniqueConstraint("slot_id", name=op.f("uq_signature_slot_id")),
    )
    op.create_index(op.f("ix_signature_document_id"), "signature", ["document_id"], unique=False)
    op.create_index(op.f("ix_signature_person_id"), "signature", ["person_id"], unique=False)
    op.create_table(
        "document_file",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.Column("is_external", sa.Boolean(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("journal_head", sa.Text(), nullable=False),
        sa.Column("journal_count", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["official_document.id"], name=op.f("fk_document_file_document_id")),
        sa.ForeignKeyConstraint(["signature_id"], ["signature.id"], name=op.f("fk_document_file_signature_id")),
        sa.PrimaryKeyConstraint("document_id", "revision", name=op.f("pk_document_file")),
    )
    op.create_index(op.f("ix_document_file_sha256"), "document_file", ["sha256"], unique=False)
    op.create_index(op.f("ix_document_file_signature_id"), "document_file", ["signature_id"], unique=False)


def downgrade() -> None:
    """Drop every table."""
    op.drop_index(op.f("ix_document_file_signature_id"), table_name="document_file")
    op.drop_index(op.f("ix_document_file_sha256"), table_name="document_file")
    op.drop_table("document_file")
    op.drop_index(op.f("ix_signature_person_id"), table_name="signature")
    op.drop_index(op.f("ix_signature_document_id"), table_name="signature")
    op.drop_table("signature")
    op.drop_index(
        "ix_outbox_item_waiting",
        table_name="outbox_item",
        sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
    )
    op.drop_index(op.f("ix_outbox_item_slot_id"), table_name="outbox_item")
    op.drop_index(op.f("ix_outbox_item_person_id"), table_name="outbox_item")
    op.drop_index(op.f("ix_outbox_item_document_id"), table_name="outbox_item")
    op.drop_table("outbox_item")
    op.drop_table("translation")
    op.drop_index(
        "ix_slot_open_city",
        table_name="slot",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(
        "ix_slot_open",
        table_name="slot",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("ix_slot_city_id"), table_name="slot")
    op.drop_table("slot")
    op.drop_index(op.f("ix_reading_person_id"), table_name="reading")
    op.drop_table("reading")
    op.drop_index(op.f("ix_rating_city_id"), table_name="rating")
    op.drop_table("rating")
    op.drop_index(op.f("ix_priority_part_city_id"), table_name="priority_part")
    op.drop_table("priority_part")
    op.drop_table("waiver")
    op.drop_index("ix_result_partnership_id_cycle", table_name="result")
    op.drop_index(op.f("ix_result_activity_id"), table_name="result")
    op.drop_table("result")
    op.drop_table("responsible")
    op.drop_index("ix_priority_partnership_id_cycle", table_name="priority")
    op.drop_index(op.f("ix_priority_need_id"), table_name="priority")
    op.drop_table("priority")
    op.drop_index(op.f("ix_personal_field_entry_id"), table_name="personal_field")
    op.drop_table("personal_field")
    op.drop_index(
        "uq_official_document_one_under_way",
        table_name="official_document",
        sqlite_where=sa.text("state IN ('draft', 'in_review', 'awaiting_signature', 'partly_signed')"),
        postgresql_where=sa.text("state IN ('draft', 'in_review', 'awaiting_signature', 'partly_signed')"),
    )
    op.drop_index("ix_official_document_state_submitted_at", table_name="official_document")
    op.drop_index(op.f("ix_official_document_partnership_id"), table_name="official_document")
    op.drop_index("ix_official_document_mission_id_number", table_name="official_document")
    op.drop_index(op.f("ix_official_document_author_id"), table_name="official_document")
    op.drop_table("official_document")
    op.drop_index(op.f("ix_instrument_to_city_id"), table_name="instrument")
    op.drop_index("ix_instrument_partnership_id_cycle", table_name="instrument")
    op.drop_index(op.f("ix_instrument_mission_id"), table_name="instrument")
    op.drop_index(op.f("ix_instrument_from_city_id"), table_name="instrument")
    op.drop_table("instrument")
    op.drop_index("ix_evaluation_note_partnership_id_cycle", table_name="evaluation_note")
    op.drop_index(op.f("ix_evaluation_note_mission_id"), table_name="evaluation_note")
    op.drop_index(op.f("ix_evaluation_note_author_id"), table_name="evaluation_note")
    op.drop_table("evaluation_note")
    op.drop_index(op.f("ix_delegation_person_id"), table_name="delegation")
    op.drop_index(op.f("ix_delegation_mandate_id"), table_name="delegation")
    op.drop_table("delegation")
    op.drop_index(op.f("ix_delegate_search_text"), table_name="delegate")
    op.drop_index(op.f("ix_delegate_mission_id"), table_name="delegate")
    op.drop_table("delegate")
    op.drop_index(op.f("ix_cost_activity_id"), table_name="cost")
    op.drop_table("cost")
    op.drop_table("comparison_cell")
    op.drop_index(op.f("ix_commitment_partnership_id"), table_name="commitment")
    op.drop_index(
        "ix_commitment_asked",
        table_name="commitment",
        sqlite_where=sa.text("renewed_at IS NULL"),
        postgresql_where=sa.text("renewed_at IS NULL"),
    )
    op.drop_table("commitment")
    op.drop_index(op.f("ix_attachment_mission_id"), table_name="attachment")
    op.drop_table("attachment")
    op.drop_index(op.f("ix_agreed_task_mission_id"), table_name="agreed_task")
    op.drop_index("ix_agreed_task_city_id_done_at_due_on", table_name="agreed_task")
    op.drop_table("agreed_task")
    op.drop_table("stage_run")
    op.drop_index(op.f("ix_sign_in_link_person_id"), table_name="sign_in_link")
    op.drop_table("sign_in_link")
    op.drop_index(op.f("ix_request_key_person_id"), table_name="request_key")
    op.drop_table("request_key")
    op.drop_index(op.f("ix_programme_coordinator_person_id"), table_name="programme_coordinator")
    op.drop_table("programme_coordinator")
    op.drop_index(
        "uq_post_holder_one_lead",
        table_name="post_holder",
        sqlite_where=sa.text("post IN ('technical_lead', 'political_leader')"),
        postgresql_where=sa.text("post IN ('technical_lead', 'political_leader')"),
    )
    op.drop_index(op.f("ix_post_holder_person_id"), table_name="post_holder")
    op.drop_table("post_holder")
    op.drop_index(op.f("ix_passkey_person_id"), table_name="passkey")
    op.drop_table("passkey")
    op.drop_index("ix_need_partnership_id_cycle", table_name="need")
    op.drop_index(op.f("ix_need_city_id"), table_name="need")
    op.drop_table("need")
    op.drop_index(op.f("ix_mission_theme"), table_name="mission")
    op.drop_index("ix_mission_state_last_day", table_name="mission")
    op.drop_index("ix_mission_state_first_day", table_name="mission")
    op.drop_index(op.f("ix_mission_logged_by_id"), table_name="mission")
    op.drop_index(op.f("ix_mission_host_city_id"), table_name="mission")
    op.drop_index("ix_mission_first_day_last_day", table_name="mission")
    op.drop_table("mission")
    op.drop_index(op.f("ix_member_city_id"), table_name="member")
    op.drop_table("member")
    op.drop_index(
        "uq_mandate_open",
        table_name="mandate",
        sqlite_where=sa.text("ends_on IS NULL AND confirmed_at IS NOT NULL"),
        postgresql_where=sa.text("ends_on IS NULL AND confirmed_at IS NOT NULL"),
    )
    op.drop_index(op.f("ix_mandate_person_id"), table_name="mandate")
    op.drop_index("ix_mandate_ends_on", table_name="mandate")
    op.drop_index("ix_mandate_city_id_starts_on", table_name="mandate")
    op.drop_table("mandate")
    op.drop_index(op.f("ix_mailed_code_person_id"), table_name="mailed_code")
    op.drop_table("mailed_code")
    op.drop_index(op.f("ix_login_session_person_id"), table_name="login_session")
    op.drop_table("login_session")
    op.drop_index("ix_journal_entry_subject", table_name="journal_entry")
    op.drop_index("ix_journal_entry_partnership_id_at", table_name="journal_entry")
    op.drop_index(op.f("ix_journal_entry_actor_id"), table_name="journal_entry")
    op.drop_table("journal_entry")
    op.drop_index(op.f("ix_funding_programme_id"), table_name="funding")
    op.drop_index(op.f("ix_funding_partnership_id"), table_name="funding")
    op.drop_table("funding")
    op.drop_index(op.f("ix_event_partnership_partnership_id"), table_name="event_partnership")
    op.drop_table("event_partnership")
    op.drop_index("ix_comparison_partnership_id_cycle", table_name="comparison")
    op.drop_table("comparison")
    op.drop_table("authenticator")
    op.drop_index(op.f("ix_archive_document_partnership_partnership_id"), table_name="archive_document_partnership")
    op.drop_table("archive_document_partnership")
    op.drop_index("ix_activity_partnership_id_cycle", table_name="activity")
    op.drop_table("activity")
    op.drop_table("signing_profile")
    op.drop_index(op.f("ix_public_official_city_id"), table_name="public_official")
    op.drop_table("public_official")
    op.drop_index(op.f("ix_person_organisation_id"), table_name="person")
    op.drop_index(op.f("ix_person_city_id"), table_name="person")
    op.drop_table("person")
    op.drop_index(op.f("ix_partnership_theme"), table_name="partnership")
    op.drop_index(op.f("ix_partnership_search_text"), table_name="partnership")
    op.drop_index("ix_partnership_pipeline", table_name="partnership")
    op.drop_index(op.f("ix_partnership_last_event_at"), table_name="partnership")
    op.drop_index(op.f("ix_partnership_is_public"), table_name="partnership")
    op.drop_table("partnership")
    op.drop_table("source")
    op.drop_index("ix_sign_in_attempt_email_at", table_name="sign_in_attempt")
    op.drop_table("sign_in_attempt")
    op.drop_table("programme")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_event_first_day"), table_name="event")
    op.drop_table("event")
    op.drop_index(op.f("ix_city_search_text"), table_name="city")
    op.drop_index(op.f("ix_city_country"), table_name="city")
    op.drop_table("city")
    op.drop_table("archive_document")
