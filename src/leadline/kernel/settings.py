"""Settings, read from the environment and from `.env`, under the names that the first systems used.

`.env.example` is generated from this file (`leadline doctor --env-example`); a test fails when it is stale.
"""

import hashlib
import secrets
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from leadline.kernel.errors import SettingsRefused
from leadline.kernel.text import Language

Environment = Literal["development", "testing", "production"]
SHORTEST_SECRET = 32
WEAKEST_PASSWORD_COST = 10
PUBLISHED_SECRETS = frozenset(
    {
        # SHA-256 of the two keys that the first system's notes published
        "a2ecda6e9273c26533ee62ee9da74b2d053003301ac9dc1e735850dba06a7327",
        "9a6f5ebffbd932d5cdd91618043bc8eefaf32bf2eb0e6d4b56d614a99296ee0a",
        # ... and of the default that its architecture page documents
        hashlib.sha256(b"call-center-secret-key-2024-change-in-production").hexdigest(),
    }
)
SECRET_NAMES = ("secret_key", "jwt_secret_key", "data_encryption_key")
DEVELOPMENT_ORIGINS = ["http://localhost:3001", "http://127.0.0.1:3001"]


class Settings(BaseSettings):
    """Everything that can be set from outside. Field names in capitals are the variables' names."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", populate_by_name=True)

    app_env: Annotated[
        Environment,
        Field(
            validation_alias=AliasChoices("APP_ENV", "FLASK_ENV"),
            description="development, testing or production. An old .env may say FLASK_ENV instead.",
        ),
    ] = "development"
    host: str = Field("127.0.0.1", description="The address that `leadline serve` listens on.")
    port: int = Field(5001, ge=1, le=65535, description="The port that `leadline serve` listens on.")
    service_name: str = Field("leadline", description="The name in /api/health and in every log line.")
    leadline_home: Path = Field(
        Path("var"),
        description="Where this process keeps what is on disk: the SQLite file, exports, development secrets.",
    )
    business_timezone: str = Field("Asia/Shanghai", description="The zone whose midnight starts a business day.")
    default_language: Language = Field("zh-CN", description="zh-CN or en: the language when a request asks for none.")

    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Signs cursors, links and the audit log; at least 32 characters. Made up once in development.",
    )
    secret_old_keys: SecretStr = Field(
        SecretStr(""),
        description="Former SECRET_KEYs, comma-separated: the audit log that they sealed stays checkable.",
    )
    jwt_secret_key: SecretStr = Field(
        SecretStr(""),
        description="Signs and checks bearer tokens (HS256), shared with the ERP; at least 32 characters.",
    )
    data_encryption_key: SecretStr = Field(
        SecretStr(""), description="Encrypts telephone numbers and vendor tokens (AES-256-GCM); at least 32 characters."
    )
    data_encryption_old_keys: SecretStr = Field(
        SecretStr(""),
        description="Former DATA_ENCRYPTION_KEYs, comma-separated: they only read, until `keys rotate` is done.",
    )
    token_hours: int = Field(24, ge=1, le=24 * 366, description="How long a sign-in token lasts.")
    session_days: int = Field(30, ge=1, le=366, description="How long a session may be extended in all.")
    password_cost: int = Field(12, ge=4, le=16, description="bcrypt's cost; less than 10 is refused in production.")
    jwt_jwks_url: str = Field(
        "", description="The public keys (JWKS) of an identity provider whose RS256 and ES256 tokens are accepted."
    )
    jwt_issuer: str = Field("", description="The only `iss` that tokens of that provider may carry. Empty: any.")
    jwt_audience: str = Field("", description="The `aud` that tokens of that provider must carry. Empty: any.")
    public_url: str = Field(
        "",
        description="The address that people reach the page at, for links. With https, cookies are sent by https only.",
    )
    redis_url: SecretStr = Field(
        SecretStr(""),
        description="redis://host:6379/0 of a Valkey or Redis, by which processes tell each other what has changed. "
        "Empty: by PostgreSQL. Without either, or while it is away: within a second, by looking.",
    )

    database_url: str = Field(
        "",
        description="sqlite:///file.db or postgresql://user:password@host/db. Empty: a SQLite file in LEADLINE_HOME.",
    )
    sqlalchemy_echo: bool = Field(
        False, description="Log every SQL statement (with masked parameters off: development only)."
    )
    database_pool_size: int = Field(10, ge=1, le=200, description="PostgreSQL connections a process may hold.")
    database_busy_seconds: float = Field(
        30.0,
        gt=0,
        le=600,
        description="How long a write waits for another writer before it gives up with a clear error.",
    )

    cors_origins: Annotated[
        list[str] | None,
        NoDecode,
        Field(
            validation_alias=AliasChoices("CORS_ORIGINS", "ALLOWED_ORIGINS"),
            description="Origins that browsers may call from, comma-separated. Default: port 3001; in production none. "
            "An old .env may say ALLOWED_ORIGINS instead.",
        ),
    ] = None
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="debug, info, warning or error, in small letters or capitals."
    )
    log_format: Literal["json", "console"] = Field(
        "json", description="json (one object a line) or console (for people)."
    )
    metrics_token: SecretStr = Field(
        SecretStr(""),
        description="A bearer token that opens /metrics and nothing else, for Prometheus. Empty: `metrics:read` only.",
    )
    otel_exporter_otlp_endpoint: str = Field(
        "",
        description="Where OpenTelemetry traces are sent (OTLP over HTTP), such as http://127.0.0.1:4318. Needs "
        "leadline[otel]. Empty: no traces, at no cost.",
    )
    max_body_bytes: int = Field(10 * 1024 * 1024, ge=1024, description="Larger request bodies are refused with 413.")

    guanke_base_url: str = Field("https://open-api.gooki.com", description="The Guanke vendor's address.")
    guanke_api_secret: SecretStr = Field(SecretStr(""), description="Guanke's API secret: the preferred way to log in.")
    guanke_username: str = Field("", description="Guanke account, where there is no API secret.")
    guanke_password: SecretStr = Field(SecretStr(""), description="Guanke password, where there is no API secret.")
    guanke_timeout_seconds: float = Field(60.0, gt=0, le=600, description="How long one request to Guanke may take.")
    guanke_attempts: int = Field(5, ge=1, le=20, description="How often a failed request is tried in all.")
    guanke_parallel_pages: int = Field(4, ge=1, le=16, description="Pages of one day pulled side by side.")
    guanke_requests_per_second: float = Field(20.0, gt=0, description="The most requests a second to Guanke.")

    demo_base_url: str = Field(
        "", description="Set by `leadline demo`: the address of the running simulator (source `demo`)."
    )

    push_secret: SecretStr = Field(
        SecretStr(""),
        description="The secret in the address of /api/sources/{source}/push/{secret}. Empty: pushes are refused.",
    )
    push_allowed_addresses: Annotated[list[str], NoDecode] = Field(
        default_factory=list, description="Addresses or networks that may push, comma-separated. Empty: any."
    )
    trusted_proxies: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Addresses or networks of reverse proxies whose X-Forwarded-For is believed, comma-separated.",
    )
    recording_hosts: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description="Hosts that recordings are streamed from, comma-separated; `*.example.com`: its subdomains.",
    )
    raw_rows_days: int = Field(
        90, ge=1, le=3650, description="How long the vendor's raw answers are kept (compressed, encrypted)."
    )
    export_days: int = Field(
        7, ge=1, le=3650, description="How long the files of exports made in the background are kept."
    )
    cache_days: int = Field(30, ge=1, le=3650, description="How long a day's cached orders by grade are kept.")
    job_history_days: int = Field(30, ge=1, le=3650, description="How long jobs that have ended are kept.")
    jobs_in_server: bool = Field(
        True, description="Jobs and schedules run inside `leadline serve`. false: only in `leadline worker`."
    )
    jobs_parallel: int = Field(4, ge=1, le=64, description="Jobs that one process carries out side by side.")
    jobs_lease_seconds: float = Field(
        20.0, ge=0.5, le=600, description="A process that is silent for so long loses its jobs to another one."
    )
    jobs_finish_seconds: float = Field(
        10.0, ge=0, le=600, description="How long jobs may go on when the process is told to end; then another goes on."
    )
    reveals_per_day: int = Field(200, ge=0, description="Telephone numbers one user may reveal a day.")

    @field_validator("cors_origins", "push_allowed_addresses", "trusted_proxies", "recording_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _small(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("business_timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no such time zone: {value}") from error
        return value

    @property
    def production(self) -> bool:
        return self.app_env == "production"

    @property
    def former_secret_keys(self) -> list[str]:
        return _listed(self.secret_old_keys)

    @property
    def former_data_keys(self) -> list[str]:
        return _listed(self.data_encryption_old_keys)

    @property
    def allowed_origins(self) -> list[str]:
        if self.cors_origins is not None:
            return self.cors_origins
        return [] if self.production else DEVELOPMENT_ORIGINS

    @property
    def effective_database_url(self) -> str:
        return self.database_url or f"sqlite:///{(self.leadline_home / 'leadline.db').absolute()}"


def load_settings(**overrides: object) -> Settings:
    """The settings of this process, fit to run with.

    In production a missing, short or published secret is refused (`SettingsRefused` names it); in development a missing
    one is made up once and kept under LEADLINE_HOME/secrets.
    """
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks the overrides itself
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(str(p) for p in e['loc']).upper()}: {e['msg']}" for e in error.errors())
        raise SettingsRefused(problem=problems) from error
    return _with_secrets(settings)


def _listed(secrets_: SecretStr) -> list[str]:
    return [part.strip() for part in secrets_.get_secret_value().split(",") if part.strip()]


def weakness_of(secret: str) -> str | None:
    """Why `secret` must not guard a production system, or None when it may."""
    if not secret:
        return "is not set"
    if hashlib.sha256(secret.encode()).hexdigest() in PUBLISHED_SECRETS:
        return "is a published one"
    if len(secret) < SHORTEST_SECRET:
        return f"is shorter than {SHORTEST_SECRET} characters"
    return None


def _with_secrets(settings: Settings) -> Settings:
    if settings.production:
        weak = [
            f"{name.upper()} {weakness}"
            for name in SECRET_NAMES
            if (weakness := weakness_of(getattr(settings, name).get_secret_value()))
        ]
        if settings.password_cost < WEAKEST_PASSWORD_COST:
            weak.append(f"PASSWORD_COST is below {WEAKEST_PASSWORD_COST}")
        if weak:
            raise SettingsRefused(problem="; ".join(weak))
        return settings
    try:
        made_up = {
            name: SecretStr(_development_secret(settings.leadline_home, name))
            for name in SECRET_NAMES
            if not getattr(settings, name).get_secret_value()
        }
    except OSError as error:
        raise SettingsRefused(problem=f"LEADLINE_HOME: {error.filename}: {error.strerror}") from error
    return settings.model_copy(update=made_up)


def _development_secret(home: Path, name: str) -> str:
    folder = home / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / name
    fresh = folder / f".{name}.{secrets.token_hex(4)}"
    if not file.exists():
        fresh.write_text(secrets.token_urlsafe(48))
        fresh.chmod(0o600)
        try:
            file.hardlink_to(fresh)  # atomic: of two processes that start together, one wins and both read the same
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file.read_text().strip()
