"""Everything that the environment decides, read once and frozen."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, HttpUrl, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

#: What people write in a URL, and the driver that is meant.
DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+psycopg2": "postgresql+asyncpg",
}
#: How the addresses of servers begin by which browsers find each other (RFC 7064, RFC 7065).
RELAYS = {"stun_urls": ("stun:", "stuns:"), "turn_urls": ("turn:", "turns:")}

_BOT = Path(__file__).resolve().parent
#: The checkout; for an installed wheel, what that brings of it (pyproject.toml, force-include).
ROOT = _BOT.parent if (_BOT.parent / "alembic.ini").is_file() else _BOT / "checkout"


class Settings(BaseSettings):
    """The settings, each with its default. Documented in docs/settings.md, held true by a test."""

    model_config = SettingsConfigDict(env_prefix="MILEPOST_", frozen=True, extra="ignore")

    home: Path = Field(Path("var"), description="where the database, the secret and the logs are kept")
    host: str = Field("127.0.0.1", description="the address that browsers reach")
    port: int = Field(8080, description="the port that browsers reach", ge=1, le=65535)
    demo: bool = Field(default=True, description="1: make the demo marketplace on first start")
    database_url: str | None = Field(None, description="SQLAlchemy URL; by default SQLite in `MILEPOST_HOME`")
    marketplace_url: HttpUrl | None = Field(
        None,
        description="where the marketplace's own API is (docs/marketplace-api.yaml); by default the embedded one is read",
    )
    marketplace_key: SecretStr = Field(SecretStr(""), description="the bearer key that the marketplace's API asks for")
    secret: SecretStr | None = Field(
        None, description="signs tokens (HS256) and visitor ids; by default made once in `MILEPOST_HOME`"
    )
    keys: Path | None = Field(None, description="JSON file of further token keys by `kid`, asymmetric ones included")
    origins: str = Field("", description="further page origins that may connect, separated by commas")
    trusted_proxies: str = Field(
        "",
        description="addresses or networks (CIDR) of proxies whose X-Forwarded-For is believed, separated by commas",
    )
    clock: AwareDatetime | None = Field(
        None, description="ISO time with offset at which the application's clock starts"
    )
    idle_days: int = Field(
        30, description="after so many days without a word a conversation ends, and the next one starts empty", ge=1
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    rasa_url: str = Field("http://127.0.0.1:5005", description="the private address of Rasa")
    rasa_secret: SecretStr = Field(SecretStr(""), description="the bearer secret that Rasa asks for")
    actions_host: str = Field("127.0.0.1", description="the private address of the actions webhook")
    actions_port: int = Field(5055, description="the private port of the actions webhook", ge=1, le=65535)
    actions_secret: SecretStr = Field(SecretStr(""), description="the bearer secret that the actions webhook asks for")

    brand: str = Field("Milepost Market", description="the marketplace's name in answers")
    help_url: str = Field(
        "", description="where the marketplace's help articles are; by default the gateway shows ours at `/help`"
    )
    support_url: str = Field("https://example.com/support", description="the form that reaches customer support")
    terms_url: str = Field("https://example.com/terms", description="the Terms of Service")
    community_url: str = Field("https://example.com/community", description="the members' forum")
    security_url: str = Field("https://example.com/security", description="the Security Center")
    categories_url: str = Field(
        "https://example.com/categories", description="which kinds of work are supported and forbidden"
    )
    status_url: str = Field("https://example.com/status", description="the public status page")
    work_rules: Path | None = Field(
        None, description="TOML file of forbidden and supported kinds of work; by default `bot/safety/work.toml`"
    )
    offer_days: int = Field(7, description="how long an offer can be accepted, in days", ge=1, le=365)
    bonus_run_hour: int = Field(0, description="the hour of the day, in UTC, at which bonuses are charged", ge=0, le=23)
    dispute_answer_days: int = Field(
        5, description="how long a client may take to answer a dispute, in business days", ge=1, le=60
    )
    proposal_days: int = Field(
        2, description="how long mediation may take to propose a settlement, in days", ge=1, le=60
    )
    proposal_answer_days: int = Field(
        2, description="how long both parties may take to answer a proposal, in days", ge=1, le=60
    )
    arbitration_days: int = Field(
        7, description="how long both parties may take to accept arbitration and pay for it, in days", ge=1, le=60
    )
    nudge_days: str = Field(
        "5,2,1",
        description="how many days before a clock runs out its party is reminded",
        pattern=r"^(\d{1,3}(,\d{1,3})*)?$",
    )
    initiation_fee_minor: int = Field(
        0, description="what a client pays once for a new contract, in cents", ge=0, le=100_000
    )
    client_fee_basis_points: int = Field(
        0, description="a client's fee on deposits and bonuses, in hundredths of a percent", ge=0, le=10_000
    )
    service_fee_basis_points: int = Field(
        0, description="a freelancer's fee on earnings, in hundredths of a percent", ge=0, le=10_000
    )
    money: Literal["chat", "links"] = Field(
        "chat", description="chat: money moves by a quote's button in the chat; links: on the marketplace's pages only"
    )
    desk_zone: str = Field("America/Los_Angeles", description="IANA zone of the specialists' hours")
    desk_hours: Path | None = Field(
        None,
        description="TOML file of the desk's hours (docs/desk-hours.toml); by default Monday to Friday 06:00-17:00",
    )
    desk_holidays: str = Field(
        "", description="calendars of days on which the desk is closed, separated by commas, such as US,US-CA"
    )
    desk_last_call_minutes: int = Field(
        15, description="how long before closing the last live chat may start, in minutes", ge=0, le=240
    )
    desk_reply_hours: int = Field(
        4, description="by when a message that was left is answered, in hours at which the desk is open", ge=1, le=400
    )
    oidc_issuer: str | None = Field(
        None,
        description="the OpenID provider that the desk signs in with besides passwords, such as `https://sso.example.com`",
    )
    oidc_client_id: str = Field("", description="what the desk is called at the OpenID provider")
    oidc_client_secret: SecretStr = Field(SecretStr(""), description="the secret that the OpenID provider asks for")
    oidc_claim: str = Field("groups", description="the claim of the OpenID provider that roles come from")
    oidc_roles: str = Field(
        "",
        description="what its values mean here: `group=role; group=role:category`, such as `web=specialist:Web & Mobile Development`",
    )
    site_url: HttpUrl | None = Field(
        None, description="the page with the widget, for the links in letters; by default the gateway's own"
    )
    brand_colour: str = Field(
        "#0b6656",
        description="the colour of letters, as `#rrggbb`; dark enough for white writing",
        pattern=r"^#[0-9a-fA-F]{6}$",
    )
    brand_logo_url: HttpUrl | None = Field(
        None, description="the picture at the head of letters, up to 48 pixels high; by default the brand's name"
    )

    smtp_url: SecretStr | None = Field(
        None,
        description="the server that mail is handed to: `smtp+starttls://user:password@host:587`, `smtps://…` or `smtp://…`; "
        "by default mail goes to `/mail` in demo mode, and waits otherwise",
    )
    smtp_ca: Path | None = Field(
        None, description="PEM file of the authority that signed the SMTP server's certificate"
    )
    mail_domain: str = Field(
        "milepost.localhost",
        description="the domain of reply addresses and Message-IDs; replies come to `reply+…@` it",
        pattern=r"^[A-Za-z0-9.-]{1,120}$",
    )
    mail_from: str = Field(
        "",
        description="the sender's address; by default `support@` and the mail domain",
        pattern=r"^$|^[^@\s<>,]{1,64}@[A-Za-z0-9.-]{1,120}$",
    )
    mail_keys: SecretStr = Field(
        SecretStr(""),
        description="secrets that sign reply addresses, `number:secret,number:secret`, the first signs and all are believed; "
        "by default one is derived from the secret",
    )
    mail_server: str = Field(
        "",
        description="the name under which the mail server that receives for us writes Authentication-Results; "
        "replies whose sender it does not vouch for are shown as unverified, all of them by default",
        pattern=r"^[A-Za-z0-9._-]{0,120}$",
    )
    mail_listen: str = Field(
        "",
        description="where mail is taken from that server, `lmtp://127.0.0.1:2424` or `smtp://…`; by default nowhere",
    )
    imap_url: SecretStr | None = Field(
        None, description="a mailbox to fetch replies from: `imaps://user:password@host/INBOX`"
    )
    inbound_key: SecretStr = Field(
        SecretStr(""), description="the secret that signs `POST /inbound/mail`; by default there is no such route"
    )
    mail_keep_days: int = Field(
        90, description="how long mails that came in are kept whole, with their files, in days", ge=1, le=3650
    )
    mail_together_s: int = Field(
        120, description="answers of one conversation within so many seconds are one mail", ge=0, le=3600
    )
    mail_daily_cap: int = Field(50, description="how many mails one address gets within 24 hours; the rest waits", ge=1)
    mail_attempts: int = Field(
        30, description="how often a letter is tried before it is given up; about a day with the default", ge=1, le=1000
    )

    stun_urls: str = Field(
        "", description="STUN servers of video verifications, separated by commas, such as `stun:stun.example.com:3478`"
    )
    turn_urls: str = Field(
        "",
        description="TURN servers of video verifications, separated by commas, such as `turn:turn.example.com:3478?transport=udp`",
    )
    turn_secret: SecretStr = Field(
        SecretStr(""),
        description="the secret that the TURN servers share (coturn's `static-auth-secret`); without it none is used",
    )

    @field_validator("database_url")
    @classmethod
    def _of_a_kind_that_we_use(cls, url: str | None) -> str | None:
        if url and url.partition("://")[0] not in {*DRIVERS, *DRIVERS.values()}:
            raise ValueError("it must begin with sqlite:// or postgresql://")
        return url

    @field_validator("origins")
    @classmethod
    def _origins(cls, origins: str) -> str:
        for origin in listed(origins):
            parts = urlsplit(origin.rstrip("/"))
            if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
                raise ValueError(f"{origin} is no origin such as https://shop.example.com")
        return origins

    @field_validator("desk_zone")
    @classmethod
    def _a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (OSError, KeyError, ValueError) as unknown:  # a folder of zones, no zone, no name of one
            raise ValueError(f"there is no zone {name}; it must read like America/Los_Angeles") from unknown
        return name

    @field_validator(*RELAYS)
    @classmethod
    def _relays(cls, urls: str, info: ValidationInfo) -> str:
        # A browser refuses the whole call for one wrong address.
        schemes = RELAYS[str(info.field_name)]
        for url in listed(urls):
            if not url.startswith(schemes):
                raise ValueError(f"{url} must begin with {' or '.join(schemes)}")
        return urls

    @property
    def pages(self) -> tuple[str, ...]:
        """The marketplace's own pages; what looks like their domain and is not is warned about."""
        own = (self.help_url, self.support_url, self.terms_url, self.community_url, self.security_url)
        return tuple(page for page in own if page)

    @property
    def wording(self) -> dict[str, str]:
        """What every text of the words may use: the brand, the links, the desk's zone."""
        links = ("support", "terms", "community", "security", "categories", "status")
        return {
            "brand": self.brand,
            "desk_zone": self.desk_zone,
            "help_url": self.help_url or f"http://{self.host}:{self.port}/help",
            **{f"{link}_url": getattr(self, f"{link}_url") for link in links},
        }

    @property
    def nudges(self) -> tuple[int, ...]:
        """How many days before a clock runs out its party is reminded, the longest first."""
        return tuple(sorted({int(days) for days in self.nudge_days.split(",") if days}, reverse=True))

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the desk's hours."""
        return ZoneInfo(self.desk_zone)

    @property
    def database(self) -> str:
        """The database to use, with the asynchronous driver that its kind needs."""
        url = self.database_url or f"sqlite:///{(self.home / 'milepost.db').resolve()}"
        kind, separator, place = url.partition("://")
        return f"{DRIVERS.get(kind, kind)}{separator}{place}"


def listed(values: str) -> tuple[str, ...]:
    """Read values that are separated by commas."""
    return tuple(value.strip() for value in values.split(",") if value.strip())
