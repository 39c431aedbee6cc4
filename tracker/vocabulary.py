"""Names of themes, of evidence, and of the kinds of things that sources bring: codes that no enumeration closes."""

from tracker.sentences import lazy_gettext as _l

THEMES = {
    "cadastre": _l("Cadastre"),
    "climate": _l("Climate"),
    "crafts": _l("Crafts"),
    "culture_libraries": _l("Culture and libraries"),
    "economic_development": _l("Economic development"),
    "education": _l("Education"),
    "environment": _l("Environment"),
    "gender": _l("Gender equality"),
    "governance": _l("Governance"),
    "health": _l("Health"),
    "heritage": _l("Heritage"),
    "inclusion": _l("Inclusion"),
    "informal_settlements": _l("Informal settlements"),
    "participation": _l("Participation"),
    "participatory_budgeting": _l("Participatory budgeting"),
    "public_services": _l("Public services"),
    "reconstruction": _l("Reconstruction"),
    "strategic_planning": _l("Strategic planning"),
    "sustainable_urban_development": _l("Sustainable urban development"),
    "territorial_planning": _l("Territorial planning"),
    "waste": _l("Waste"),
    "water_sanitation": _l("Water and sanitation"),
    "youth_participation": _l("Youth participation"),
}


SOURCE_KINDS = {
    "academic_paper": _l("Academic paper"),
    "agreement": _l("Agreement"),
    "blog": _l("Blog"),
    "board_report": _l("Report to a board"),
    "book": _l("Book"),
    "change_of_mayor": _l("Change of mayor"),
    "city": _l("City"),
    "city district": _l("City district"),
    "congress": _l("Congress"),
    "county": _l("County"),
    "decision": _l("Decision"),
    "delegation_visit": _l("Visit of a delegation"),
    "department": _l("Department"),
    "dissemination_forum": _l("Dissemination forum"),
    "district": _l("District"),
    "evaluation": _l("Evaluation"),
    "evaluation_meeting": _l("Evaluation meeting"),
    "evaluation_report": _l("Evaluation report"),
    "evaluation_seminar": _l("Evaluation seminar"),
    "expo": _l("Expo"),
    "follow_up_mission": _l("Follow-up mission"),
    "launch": _l("Launch"),
    "local municipality": _l("Local municipality"),
    "memorandum": _l("Memorandum"),
    "metropolis": _l("Metropolis"),
    "metropolitan municipality": _l("Metropolitan municipality"),
    "municipality": _l("Municipality"),
    "networking": _l("Networking"),
    "newsletter": _l("Newsletter"),
    "peer_learning_event": _l("Peer learning event"),
    "political_visit": _l("Political visit"),
    "presentation": _l("Presentation"),
    "protocol": _l("Protocol"),
    "publication": _l("Publication"),
    "radio": _l("Radio"),
    "region": _l("Region"),
    "round_table": _l("Round table"),
    "seminar": _l("Seminar"),
    "seminar_report": _l("Report of a seminar"),
    "signing": _l("Signing"),
    "technical_mission": _l("Technical mission"),
    "technical_visit": _l("Technical visit"),
    "training": _l("Training"),
    "training_report": _l("Report of a training"),
    "twinning_agreement": _l("Twinning agreement"),
    "workshop": _l("Workshop"),
}
"""What events, documents and tiers of government are called in sources."""

PHASE_EVIDENCE = {
    "every_city_named_its_leaders": _l("Technical and political leaders are named in every city"),
    "every_city_has_needs": _l("Every city has recorded its needs"),
    "the_scope_is_endorsed": _l("Every office holder has endorsed the theme and scope"),
    "a_mission_took_place": _l("A mission took place"),
    "an_instrument_is_exchanged": _l("An instrument passed from one city to another"),
    "a_share_activity_took_place": _l("The work was shared at least once"),
    "every_result_is_assessed": _l("Every result says what was achieved"),
    "after_care_is_agreed": _l("Every city has follow-ups of after-care"),
}


FILTER_LABELS = {
    "q": _l("Search"),
    "programme": _l("Programme"),
    "country": _l("Country"),
    "city": _l("City"),
    "actor": _l("Actor"),
    "theme": _l("Theme"),
    "phase": _l("Phase"),
    "stage": _l("Stage"),
    "state": _l("State"),
    "modality": _l("Kind of cooperation"),
    "sdg": _l("Goal"),
    "since": _l("Under way since"),
    "until": _l("Under way until"),
    "person": _l("Person"),
    "role": _l("Role"),
}
"""What the filters of lists are called, by their names in addresses."""


def theme_word(theme: str) -> str:
    """Give the name of a theme; a theme that is not in the list is its own name."""
    return str(THEMES.get(theme, theme))


def source_word(kind: str) -> str:
    """Give our word for a kind as sources write it; a kind that is not in the list is its own name."""
    return str(SOURCE_KINDS.get(kind, kind.replace("_", " ")))


FORMAT_FIELDS = {
    "learning_goal": _l("What is to be learnt"),
    "teachers": _l("Who teaches"),
    "speakers": _l("Speakers"),
    "services_visited": _l("Services and places visited"),
    "counterparts_met": _l("Counterparts met"),
    "people_expected": _l("People expected"),
    "people_reached": _l("People reached"),
    "materials": _l("Address of the materials"),
    "platform": _l("Platform"),
    "recording": _l("Address of the recording"),
    "university": _l("University"),
    "study": _l("What is studied, and by whom"),
    "sessions_planned": _l("Sessions planned"),
    "dimensions_reviewed": _l("Dimensions reviewed"),
    "reviewers": _l("Reviewers"),
    "recommendations": _l("Recommendations"),
}
"""The fields that kinds of missions have of their own, by code."""


def field_word(code: str) -> str:
    """Name a field of a kind of mission."""
    return str(FORMAT_FIELDS[code])
