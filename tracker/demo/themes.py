"""What a partnership on a theme may need, exchange and plan: plain words for the invented acts of the demonstration."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """A sector (the code of a theme), two needs, the instrument that serves them, two activities and their results."""

    sector: str
    needs: tuple[str, str]
    instrument: str
    activities: tuple[tuple[str, str], tuple[str, str]]


THEMES = {
    "cadastre": Theme(
        "cadastre",
        ("Most plots of the outer neighbourhoods are in no register", "Maps and tax records do not match"),
        "Inclusive cadastre",
        (
            ("Train the surveyors in registering plots together with residents", "Two teams can register plots"),
            ("Register one pilot neighbourhood", "The plots of one neighbourhood are mapped and numbered"),
        ),
    ),
    "climate": Theme(
        "climate",
        ("Heavy rain floods the lower neighbourhoods every year", "Nobody in the administration keeps climate data"),
        "Joint climate action programme",
        (
            ("Draw up the list of climate measures", "A list of measures agreed by both councils"),
            ("Carry out one measure in each city", "One measure works in each city"),
        ),
    ),
    "crafts": Theme(
        "crafts",
        ("Craft workers have no place to show their work", "Young people no longer learn the crafts"),
        "Showcase of local crafts",
        (
            ("Set up a place where craft work is shown and sold", "A showcase is open all year"),
            ("Let workshops take apprentices", "Ten apprentices have begun"),
        ),
    ),
    "culture_libraries": Theme(
        "culture_libraries",
        ("The outer neighbourhoods have no library", "Libraries do not work as one network"),
        "Network of neighbourhood libraries",
        (
            ("Train librarians in working with neighbours", "Twenty librarians trained"),
            ("Open a reading room in one neighbourhood", "One reading room is open five days a week"),
        ),
    ),
    "economic_development": Theme(
        "economic_development",
        ("Small enterprises find no advice", "Street traders have no fixed market"),
        "Local development agency",
        (
            ("Compare how the cities advise enterprises", "A description of both services"),
            ("Open an advice desk for small enterprises", "The desk has advised fifty enterprises"),
        ),
    ),
    "education": Theme(
        "education",
        ("Classes are too large for the rooms there are", "Schools have no programme for the environment"),
        "School partnership programme",
        (
            ("Exchange lesson plans between schools", "Six schools use the lesson plans"),
            ("Train teachers together", "Thirty teachers trained"),
        ),
    ),
    "environment": Theme(
        "environment",
        ("Plastic waste lies in streams and ditches", "Residents do not know where to bring plastic"),
        "Collection points run with schools",
        (
            ("Set up collection points at schools", "Eight collection points are in use"),
            ("Teach sorting in schools", "Every class has had two lessons"),
        ),
    ),
    "gender": Theme(
        "gender",
        ("Women who suffer violence do not know where to turn", "Few women speak in council meetings"),
        "Referral path for victims of violence",
        (
            ("Agree on a referral path with police, health and social services", "The path is written and signed"),
            ("Train staff who meet victims first", "Forty staff trained"),
        ),
    ),
    "governance": Theme(
        "governance",
        ("Departments work without shared goals", "Residents wait long for an answer"),
        "Service charter with yearly goals",
        (
            ("Write a service charter for three departments", "Three charters are published"),
            ("Measure waiting times before and after", "Waiting times are known and published"),
        ),
    ),
    "health": Theme(
        "health",
        ("Patients outside the centre are found too late", "Health staff do not share their methods"),
        "Guide for early diagnosis",
        (
            ("Adapt the guide to the local health posts", "The guide is in use at five posts"),
            ("Train nurses and community workers", "Thirty nurses and community workers trained"),
        ),
    ),
    "heritage": Theme(
        "heritage",
        ("Old houses fall into ruin while people live in them", "There is no plan for the historic centre"),
        "Rehabilitation plan for a historic quarter",
        (
            ("Survey the buildings of one quarter", "A register of the buildings and their state"),
            ("Repair one building together", "One building is repaired and lived in"),
        ),
    ),
    "inclusion": Theme(
        "inclusion",
        ("Newcomers and older people are left out of local decisions", "Services are offered in one language only"),
        "Open meeting centre",
        (
            ("Set up a group of residents that advises the council", "The group meets every month"),
            ("Offer courses that residents plan themselves", "Four courses a year"),
        ),
    ),
    "informal_settlements": Theme(
        "informal_settlements",
        ("Families live without tenure, drainage or access roads", "No plan covers the whole settlement"),
        "Global plan for one settlement",
        (
            ("Survey the settlement together with residents", "A survey of all households"),
            ("Write the plan for urbanisation and regularisation", "A plan endorsed by residents and council"),
        ),
    ),
    "participation": Theme(
        "participation",
        ("Residents hear of decisions after they are made", "Meetings reach the same few people"),
        "Civil dialogue method",
        (
            ("Train moderators of dialogues", "Twelve moderators trained"),
            ("Hold two dialogues in each city", "Four dialogues with written conclusions"),
        ),
    ),
    "participatory_budgeting": Theme(
        "participatory_budgeting",
        ("Residents have no say in the yearly investments", "Neighbourhood meetings have no method and no minutes"),
        "Cycle of the participatory budget",
        (
            ("Train those who lead neighbourhood assemblies", "Twenty moderators trained"),
            ("Run one pilot cycle in two neighbourhoods", "The works that residents chose stand in the budget"),
        ),
    ),
    "public_services": Theme(
        "public_services",
        ("Municipal cemeteries and markets are full and badly kept", "Fees are not collected in a regular way"),
        "Rules for running markets and cemeteries",
        (
            ("Compare how both cities run the service", "A description of both ways of working"),
            ("Try the new rules in one place", "The rules are used in one market or cemetery"),
        ),
    ),
    "reconstruction": Theme(
        "reconstruction",
        ("Districts are damaged and services interrupted", "Residents who return find no homes"),
        "District reconstruction office",
        (
            ("Open a district office that answers for all works", "The office is open"),
            ("Rebuild public spaces first", "Two public spaces are in use again"),
        ),
    ),
    "strategic_planning": Theme(
        "strategic_planning",
        ("The city has no long-term strategy", "The budget does not follow a plan"),
        "City development strategy",
        (
            ("Train the planning team in writing a strategy", "A team of eight can lead the process"),
            ("Write the city development strategy", "The council has adopted the strategy"),
        ),
    ),
    "sustainable_urban_development": Theme(
        "sustainable_urban_development",
        ("Air and noise are worst where most people live", "Departments plan traffic and green space apart"),
        "Local action plan",
        (
            ("Write a local action plan with a group of stakeholders", "The plan is published"),
            ("Begin one pilot action", "One pilot action is measured"),
        ),
    ),
    "territorial_planning": Theme(
        "territorial_planning",
        ("The city grows faster than its plans", "Plots in informal neighbourhoods are in no register"),
        "Inclusive cadastre and zoning",
        (
            ("Train the planning team in reading and keeping the cadastre", "A team of six keeps the cadastre"),
            ("Map two pilot neighbourhoods with residents", "Two neighbourhoods are mapped and zoned"),
        ),
    ),
    "waste": Theme(
        "waste",
        ("Household waste is burnt or lies in the open", "Collection does not reach the outer neighbourhoods"),
        "Neighbourhood waste collection",
        (
            ("Plan collection routes with neighbourhood groups", "Routes for four neighbourhoods"),
            ("Sort waste at one market", "Half of the market's waste is composted"),
        ),
    ),
    "water_sanitation": Theme(
        "water_sanitation",
        ("Pumps stay broken for months", "Users' groups have no accounts"),
        "Rules for water users' groups",
        (
            ("Train users' groups in upkeep and accounts", "Fifteen groups keep accounts"),
            ("Repair the pumps that serve schools", "All pumps at schools work"),
        ),
    ),
    "youth_participation": Theme(
        "youth_participation",
        ("Young people have no way to reach the council", "Youth centres are planned without young people"),
        "Youth council",
        (
            ("Elect a youth council in each city", "Both youth councils meet"),
            ("Give the youth council a small budget", "Five projects chosen by young people"),
        ),
    ),
}
"""By the code of the theme, as in the data files."""

NO_THEME = Theme(
    "governance",
    ("The cities have not yet named a theme", "Staff of both cities do not know each other's work"),
    "Exchange of staff",
    (
        ("Hold a first workshop to choose a theme", "A theme that both councils endorse"),
        ("Let staff visit each other's department", "Four members of staff have visited"),
    ),
)
"""For partnerships of which no source tells the theme."""


def theme_of(code: str) -> Theme:
    """Give the words for a theme."""
    return THEMES.get(code, NO_THEME)
