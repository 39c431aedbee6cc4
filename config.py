"""Settings, read from the environment once at the start; every default is safe in production.

The table in README.md documents each of them, and a test compares the two.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent
SETTINGS = (
    "DATABASE_URL",
    "BASE_URL",
    "SECRET_KEY",
    "FILES_URL",
    "SMTP_URL",
    "MAIL_FROM",
    "TRUSTED_PROXIES",
    "DEMO",
    "DEMO_PASSWORD",
    "LANGUAGES",
    "REMINDER_DAYS",
    "TSA_URL",
    "TRUST_ROOTS",
    "INSTANCE",
)
KNOWN_LANGUAGES = ("en", "es", "fr", "pt", "pt-BR")
SHORTEST_SECRET = 32
SIGN_OFF_DAYS = 14


class BadSetting(Exception):
    """A setting that the tracker refuses to start with; the text says what to do."""


def is_local(base_url: str) -> bool:
    """Tell whether an address is this machine's own, which the demonstration insists on."""
    return urlsplit(base_url).hostname in {"127.0.0.1", "localhost", "::1"}


def read_settings(environment: Mapping[str, str]) -> dict[str, object]:
    """Turn environment variables into the application's configuration; raises BadSetting."""
    instance = Path(environment.get("INSTANCE") or ROOT / "instance").absolute()
    base_url = (environment.get("BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
    host = urlsplit(base_url).netloc
    if not host:
        raise BadSetting(f"BASE_URL must be a whole address such as https://tracker.example.org, not {base_url!r}.")
    is_secure = base_url.startswith("https://")
    return {
        "INSTANCE": instance,
        "BASE_URL": base_url,
        "SECRET_KEY": _secret(environment),
        "SQLALCHEMY_DATABASE_URI": environment.get("DATABASE_URL") or f"sqlite:///{instance / 'tracker.db'}",
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True},
        "FILES_URL": environment.get("FILES_URL") or (instance / "files").as_uri(),
        "SMTP_URL": environment.get("SMTP_URL") or "",
        "MAIL_FROM": environment.get("MAIL_FROM") or f"tracker@{urlsplit(base_url).hostname}",
        "TRUSTED_PROXIES": _whole_number(environment, "TRUSTED_PROXIES"),
        "DEMO": environment.get("DEMO") == "1",
        "DEMO_PASSWORD": environment.get("DEMO_PASSWORD") or "",
        "LANGUAGES": _languages(environment),
        "REMINDER_DAYS": _reminder_days(environment),
        "TSA_URL": environment.get("TSA_URL") or "",
        "TRUST_ROOTS": Path(environment.get("TRUST_ROOTS") or instance / "trust-roots").absolute(),
        "TRUSTED_HOSTS": [urlsplit(base_url).hostname],
        "MAX_CONTENT_LENGTH": 32 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_NAME": "__Host-tracker" if is_secure else "tracker",
        "SESSION_COOKIE_SECURE": is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=90),
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": "memory://",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "tracker" / "translations"),
    }


def _secret(environment: Mapping[str, str]) -> str:
    """Give the secret key; a missing or short one stops the start."""
    secret = environment.get("SECRET_KEY") or ""
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < SHORTEST_SECRET // 4:
        raise BadSetting(
            f"SECRET_KEY must hold at least {SHORTEST_SECRET} random characters. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return secret


def _languages(environment: Mapping[str, str]) -> list[str]:
    """Give the languages to offer, the first one being the default."""
    languages = (environment.get("LANGUAGES") or ",".join(KNOWN_LANGUAGES)).split(",")
    unknown = [language for language in languages if language not in KNOWN_LANGUAGES]
    if unknown:
        raise BadSetting(f"LANGUAGES holds {', '.join(unknown)}; known are {', '.join(KNOWN_LANGUAGES)}.")
    return languages


def _reminder_days(environment: Mapping[str, str]) -> tuple[int, ...]:
    """Give the days of a sign-off on which its office holder is reminded."""
    written = (environment.get("REMINDER_DAYS") or "3 7 12").split()
    if not all(day.isdigit() and 1 <= int(day) <= SIGN_OFF_DAYS for day in written):
        raise BadSetting(f"REMINDER_DAYS must hold days from 1 to {SIGN_OFF_DAYS}, not {' '.join(written)!r}.")
    return tuple(sorted({int(day) for day in written}))


def _whole_number(environment: Mapping[str, str], name: str) -> int:
    """Give a number of zero or more; raises BadSetting on anything else."""
    written = environment.get(name) or "0"
    if not written.isdigit():
        raise BadSetting(f"{name} must be a whole number, not {written!r}.")
    return int(written)
