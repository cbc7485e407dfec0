"""Settings, read from the environment and from `.env`, under the names that the first systems used.

`.env.example` is generated from this file (`make env-example`); a test fails when it is stale.
"""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from leadline.kernel.errors import SettingsRefused
from leadline.kernel.settings_secrets import development_secret, weakness_of
from leadline.kernel.text import Language, Text, described, joined

Environment = Literal["development", "testing", "production"]
WEAKEST_PASSWORD_COST = 10
SECRET_NAMES = ("secret_key", "jwt_secret_key", "data_encryption_key")
HOW_TO_MAKE_ONE = Text("可这样生成：{command}", "this makes one: {command}").fill(
    command='python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
)
DEVELOPMENT_ORIGINS = ["http://localhost:3001", "http://127.0.0.1:3001"]


class Settings(BaseSettings):
    """Everything that can be set from outside. Field names in capitals are the variables' names."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", populate_by_name=True)

    app_env: Annotated[
        Environment,
        Field(
            validation_alias=AliasChoices("APP_ENV", "FLASK_ENV"),
            description=described(
                "运行环境：development、testing 或 production。旧的 .env 可写作 FLASK_ENV。",
                "development, testing or production. An old .env may say FLASK_ENV instead.",
            ),
        ),
    ] = "development"
    host: str = Field(
        "127.0.0.1",
        description=described("`leadline serve` 监听的地址。", "The address that `leadline serve` listens on."),
    )
    port: int = Field(
        5001,
        ge=1,
        le=65535,
        description=described("`leadline serve` 监听的端口。", "The port that `leadline serve` listens on."),
    )
    service_name: str = Field(
        "leadline",
        description=described(
            "显示在 /api/health 与每行日志中的服务名。", "The name in /api/health and in every log line."
        ),
    )
    leadline_home: Path = Field(
        Path("var"),
        description=described(
            "本进程存放文件的目录：SQLite 数据库、导出文件、开发用密钥。",
            "Where this process keeps what is on disk: the SQLite file, exports, development secrets.",
        ),
    )
    business_timezone: str = Field(
        "Asia/Shanghai",
        description=described("业务时区：业务日从该时区的零点开始。", "The zone whose midnight starts a business day."),
    )
    default_language: Language = Field(
        "zh-CN",
        description=described(
            "请求未指明语言时使用的语言：zh-CN 或 en。", "zh-CN or en: the language when a request asks for none."
        ),
    )

    secret_key: SecretStr = Field(
        SecretStr(""),
        description=described(
            "为游标、链接与审计日志签名；至少 32 个字符。开发环境自动生成一次。",
            "Signs cursors, links and the audit log; at least 32 characters. Made up once in development.",
        ),
    )
    secret_old_keys: SecretStr = Field(
        SecretStr(""),
        description=described(
            "以前的 SECRET_KEY，逗号分隔：用它们封存的审计日志仍可核验。",
            "Former SECRET_KEYs, comma-separated: the audit log that they sealed stays checkable.",
        ),
    )
    jwt_secret_key: SecretStr = Field(
        SecretStr(""),
        description=described(
            "签发并校验令牌（HS256），与 ERP 共用；至少 32 个字符。",
            "Signs and checks bearer tokens (HS256), shared with the ERP; at least 32 characters.",
        ),
    )
    data_encryption_key: SecretStr = Field(
        SecretStr(""),
        description=described(
            "加密电话号码与外呼系统令牌（AES-256-GCM）；至少 32 个字符。",
            "Encrypts telephone numbers and vendor tokens (AES-256-GCM); at least 32 characters.",
        ),
    )
    data_encryption_old_keys: SecretStr = Field(
        SecretStr(""),
        description=described(
            "以前的 DATA_ENCRYPTION_KEY，逗号分隔：只用于解密，直到 `keys rotate` 完成。",
            "Former DATA_ENCRYPTION_KEYs, comma-separated: they only read, until `keys rotate` is done.",
        ),
    )
    token_hours: int = Field(
        24, ge=1, le=24 * 366, description=described("登录令牌的有效时长（小时）。", "How long a sign-in token lasts.")
    )
    session_days: int = Field(
        30,
        ge=1,
        le=366,
        description=described("一次登录最多可延续的天数。", "How long a session may be extended in all."),
    )
    password_cost: int = Field(
        12,
        ge=4,
        le=16,
        description=described(
            "bcrypt 的强度；生产环境不接受低于 10 的值。", "bcrypt's cost; less than 10 is refused in production."
        ),
    )
    jwt_jwks_url: str = Field(
        "",
        description=described(
            "身份提供方的公钥地址（JWKS），接受其 RS256 与 ES256 令牌。",
            "The public keys (JWKS) of an identity provider whose RS256 and ES256 tokens are accepted.",
        ),
    )
    jwt_issuer: str = Field(
        "",
        description=described(
            "该身份提供方的令牌必须带有的 `iss`。留空：不限。",
            "The only `iss` that tokens of that provider may carry. Empty: any.",
        ),
    )
    jwt_audience: str = Field(
        "",
        description=described(
            "该身份提供方的令牌必须带有的 `aud`。留空：不限。",
            "The `aud` that tokens of that provider must carry. Empty: any.",
        ),
    )
    public_url: str = Field(
        "",
        description=described(
            "用户访问页面的地址，用于生成链接。为 https 时，Cookie 只经 https 发送。",
            "The address that people reach the page at, for links. With https, cookies are sent by https only.",
        ),
    )
    redis_url: SecretStr = Field(
        SecretStr(""),
        description=described(
            "Valkey 或 Redis 的地址，如 redis://host:6379/0：各进程由它共享现成的结果，并互相告知变化。留空或暂时不可用时："
            "各自计算；变化由 PostgreSQL 告知，或在一秒内查到。",
            "redis://host:6379/0 of a Valkey or Redis, by which processes share ready answers and tell each other what "
            "has changed. Empty, or while it is away: each computes its own; told by PostgreSQL, or found in a second.",
        ),
    )

    database_url: str = Field(
        "",
        description=described(
            "sqlite:///file.db 或 postgresql://user:password@host/db。留空：LEADLINE_HOME 中的 SQLite 文件。",
            "sqlite:///file.db or postgresql://user:password@host/db. Empty: a SQLite file in LEADLINE_HOME.",
        ),
    )
    sqlalchemy_echo: bool = Field(
        False,
        description=described(
            "记录每条 SQL 语句（参数不遮盖，仅供开发）。",
            "Log every SQL statement with its values, which are not masked: for development only.",
        ),
    )
    database_pool_size: int = Field(
        10,
        ge=1,
        le=200,
        description=described("一个进程最多持有的 PostgreSQL 连接数。", "PostgreSQL connections a process may hold."),
    )
    database_busy_seconds: float = Field(
        30.0,
        gt=0,
        le=600,
        description=described(
            "写入等待另一个写入者的最长秒数，超过即明确报错。",
            "How long a write waits for another writer before it gives up with a clear error.",
        ),
    )

    cors_origins: Annotated[
        list[str] | None,
        NoDecode,
        Field(
            validation_alias=AliasChoices("CORS_ORIGINS", "ALLOWED_ORIGINS"),
            description=described(
                "允许浏览器跨域调用的来源，逗号分隔。默认端口 3001；生产环境默认无。旧的 .env 可写作 ALLOWED_ORIGINS。",
                "Origins that browsers may call from, comma-separated. Default: port 3001; in production none. "
                "An old .env may say ALLOWED_ORIGINS instead.",
            ),
        ),
    ] = None
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info",
        description=described(
            "日志级别：debug、info、warning 或 error，大小写均可。",
            "debug, info, warning or error, in small letters or capitals.",
        ),
    )
    log_format: Literal["json", "console"] = Field(
        "json",
        description=described(
            "日志格式：json（每行一个对象）或 console（便于阅读）。",
            "json (one object a line) or console (for people).",
        ),
    )
    metrics_token: SecretStr = Field(
        SecretStr(""),
        description=described(
            "只能打开 /metrics 的令牌，供 Prometheus 使用。留空：只有 `metrics:read` 权限可读。",
            "A bearer token that opens /metrics and nothing else, for Prometheus. Empty: `metrics:read` only.",
        ),
    )
    otel_exporter_otlp_endpoint: str = Field(
        "",
        description=described(
            "OpenTelemetry 链路追踪的接收地址（OTLP over HTTP），如 http://127.0.0.1:4318。需安装 leadline[o"
            "tel]。留空：不追踪。",
            "Where OpenTelemetry traces are sent (OTLP over HTTP), such as http://127.0.0.1:4318. Needs "
            "leadline[otel]. Empty: no traces, at no cost.",
        ),
    )
    max_body_bytes: int = Field(
        10 * 1024 * 1024,
        ge=1024,
        description=described("请求体的最大字节数，超过以 413 拒绝。", "Larger request bodies are refused with 413."),
    )

    guanke_base_url: str = Field(
        "https://open-api.gooki.com", description=described("冠客外呼系统的地址。", "The Guanke vendor's address.")
    )
    guanke_api_secret: SecretStr = Field(
        SecretStr(""),
        description=described("冠客的 API 密钥：首选的登录方式。", "Guanke's API secret: the preferred way to log in."),
    )
    guanke_username: str = Field(
        "", description=described("冠客账号，没有 API 密钥时使用。", "Guanke account, where there is no API secret.")
    )
    guanke_password: SecretStr = Field(
        SecretStr(""),
        description=described("冠客密码，没有 API 密钥时使用。", "Guanke password, where there is no API secret."),
    )
    guanke_timeout_seconds: float = Field(
        60.0,
        gt=0,
        le=600,
        description=described("对冠客的一次请求最多等待的秒数。", "How long one request to Guanke may take."),
    )
    guanke_attempts: int = Field(
        5,
        ge=1,
        le=20,
        description=described("失败的请求总共尝试的次数。", "How often a failed request is tried in all."),
    )
    guanke_parallel_pages: int = Field(
        4, ge=1, le=16, description=described("同一天同时拉取的页数。", "Pages of one day pulled side by side.")
    )
    guanke_requests_per_second: float = Field(
        20.0, gt=0, description=described("每秒最多向冠客发出的请求数。", "The most requests a second to Guanke.")
    )

    demo_base_url: str = Field(
        "",
        description=described(
            "由 `leadline demo` 设置：运行中的模拟器地址（数据源 `demo`）。",
            "Set by `leadline demo`: the address of the running simulator (source `demo`).",
        ),
    )

    push_secret: SecretStr = Field(
        SecretStr(""),
        description=described(
            "推送地址 /api/sources/{source}/push/{secret} 中的密钥。留空：拒绝推送。",
            "The secret in the address of /api/sources/{source}/push/{secret}. Empty: pushes are refused.",
        ),
    )
    push_allowed_addresses: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description=described(
            "允许推送的地址或网段，逗号分隔。留空：不限。",
            "Addresses or networks that may push, comma-separated. Empty: any.",
        ),
    )
    trusted_proxies: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description=described(
            "受信任的反向代理地址或网段，其 X-Forwarded-For 被采信，逗号分隔。",
            "Addresses or networks of reverse proxies whose X-Forwarded-For is believed, comma-separated.",
        ),
    )
    recording_hosts: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description=described(
            "可以播放录音的主机，逗号分隔；`*.example.com` 表示其全部子域名。",
            "Hosts that recordings are streamed from, comma-separated; `*.example.com`: its subdomains.",
        ),
    )
    notify_hosts: Annotated[list[str], NoDecode] = Field(
        default_factory=list,
        description=described(
            "告警通知可以发往的内网主机（如邮件服务器），逗号分隔。",
            "Hosts inside our own network that notifications may go to (a mail server), comma-separated.",
        ),
    )
    raw_rows_days: int = Field(
        90,
        ge=1,
        le=3650,
        description=described(
            "外呼系统原始应答的保留天数（压缩并加密）。",
            "How long the vendor's raw answers are kept (compressed, encrypted).",
        ),
    )
    export_days: int = Field(
        7,
        ge=1,
        le=3650,
        description=described(
            "后台导出文件的保留天数。", "How long the files of exports made in the background are kept."
        ),
    )
    import_max_mb: int = Field(
        512,
        ge=1,
        le=100_000,
        description=described(
            "在页面上传导入的文件最大多少 MB。", "The largest file that may be uploaded to be imported, in MB."
        ),
    )
    cache_days: int = Field(
        30,
        ge=1,
        le=3650,
        description=described("每日意向度成单缓存的保留天数。", "How long a day's cached orders by grade are kept."),
    )
    job_history_days: int = Field(
        30, ge=1, le=3650, description=described("已结束任务的保留天数。", "How long jobs that have ended are kept.")
    )
    alert_days: int = Field(
        180,
        ge=1,
        le=3650,
        description=described(
            "已恢复的告警与通知记录的保留天数。",
            "How long alerts that are over, and the log of messages, are kept.",
        ),
    )
    jobs_in_server: bool = Field(
        True,
        description=described(
            "任务与调度在 `leadline serve` 内运行。false：只在 `leadline worker` 中运行。",
            "Jobs and schedules run inside `leadline serve`. false: only in `leadline worker`.",
        ),
    )
    jobs_parallel: int = Field(
        4,
        ge=1,
        le=64,
        description=described("一个进程同时执行的任务数。", "Jobs that one process carries out side by side."),
    )
    jobs_lease_seconds: float = Field(
        20.0,
        ge=0.5,
        le=600,
        description=described(
            "进程失去响应超过该秒数，其任务由其他进程接手。",
            "A process that is silent for so long loses its jobs to another one.",
        ),
    )
    jobs_finish_seconds: float = Field(
        10.0,
        ge=0,
        le=600,
        description=described(
            "进程收到停止指令后任务还可继续的秒数；之后由其他进程接手。",
            "How long jobs may go on when the process is told to end; then another goes on.",
        ),
    )
    reveals_per_day: int = Field(
        200,
        ge=0,
        description=described("每位用户每天最多可查看的完整号码数。", "Telephone numbers one user may reveal a day."),
    )

    @field_validator(
        "cors_origins", "push_allowed_addresses", "trusted_proxies", "recording_hosts", "notify_hosts", mode="before"
    )
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
            raise ValueError(described(f"没有这个时区：{value}", f"no such time zone: {value}")) from error
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
    except OSError as error:
        raise SettingsRefused(problem=f"{error.filename}: {error.strerror}") from error
    return _with_secrets(settings)


def _listed(secrets_: SecretStr) -> list[str]:
    return [part.strip() for part in secrets_.get_secret_value().split(",") if part.strip()]


def _with_secrets(settings: Settings) -> Settings:
    if settings.production:
        weak = [
            Text(f"{name.upper()} {weakness.zh}", f"{name.upper()} {weakness.en}")
            for name in SECRET_NAMES
            if (weakness := weakness_of(getattr(settings, name).get_secret_value()))
        ]
        if weak:
            weak.append(HOW_TO_MAKE_ONE)
        if settings.password_cost < WEAKEST_PASSWORD_COST:
            least = Text("PASSWORD_COST 小于 {least}", "PASSWORD_COST is below {least}")
            weak.append(least.fill(least=WEAKEST_PASSWORD_COST))
        if weak:
            raise SettingsRefused(problem=joined(weak))
        return settings
    try:
        made_up = {
            name: SecretStr(development_secret(settings.leadline_home, name))
            for name in SECRET_NAMES
            if not getattr(settings, name).get_secret_value()
        }
    except OSError as error:
        raise SettingsRefused(problem=f"LEADLINE_HOME: {error.filename}: {error.strerror}") from error
    return settings.model_copy(update=made_up)
