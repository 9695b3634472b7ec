"""Everything that the environment decides, read once and frozen."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """The settings, each with its default. Documented in docs/settings.md, held true by a test."""

    model_config = SettingsConfigDict(env_prefix="MILEPOST_", frozen=True, extra="ignore")

    home: Path = Field(Path("var"), description="where the database, the secret and the logs are kept")
    host: str = Field("127.0.0.1", description="the address that browsers reach")
    port: int = Field(8080, description="the port that browsers reach", ge=1, le=65535)
    demo: bool = Field(default=True, description="1: make the demo marketplace on first start")
    database_url: str | None = Field(
        None, description="SQLAlchemy URL; by default SQLite in `MILEPOST_HOME`"
    )
    secret: SecretStr | None = Field(
        None, description="signs tokens (HS256) and visitor ids; by default made once in `MILEPOST_HOME`"
    )
    keys: Path | None = Field(
        None, description="JSON file of further token keys by `kid`, asymmetric ones included"
    )
    origins: str = Field(
        "", description="further page origins that may connect, separated by commas"
    )
    trusted_proxies: str = Field(
        "",
        description="addresses or networks (CIDR) of proxies whose X-Forwarded-For is believed, separated by commas",
    )
    clock: datetime | None = Field(
        None, description="ISO time with offset at which the application's clock starts"
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    rasa_url: str = Field("http://127.0.0.1:5005", description="the private address of Rasa")
    rasa_secret: SecretStr = Field(SecretStr(""), description="the bearer secret that Rasa asks for")
    actions_host: str = Field("127.0.0.1", description="the private address of the actions webhook")
    actions_port: int = Field(5055, description="the private port of the actions webhook", ge=1, le=65535)
    actions_secret: SecretStr = Field(
        SecretStr(""), description="the bearer secret that the actions webhook asks for"
    )

    brand: str = Field("Milepost Market", description="the marketplace's name in answers")
    help_url: str = Field("https://example.com/help", description="where the marketplace's help articles are")
    support_url: str = Field("https://example.com/support", description="the form that reaches customer support")
    terms_url: str = Field("https://example.com/terms", description="the Terms of Service")
    community_url: str = Field("https://example.com/community", description="the members' forum")
    security_url: str = Field("https://example.com/security", description="the Security Center")
    categories_url: str = Field(
        "https://example.com/categories", description="which kinds of work are supported and forbidden"
    )
    status_url: str = Field("https://example.com/status", description="the public status page")
    desk_zone: str = Field("America/Los_Angeles", description="IANA zone of the specialists' hours")

    @property
    def wording(self) -> dict[str, str]:
        """What every text of the words may use: the brand, the links, the desk's zone."""
        links = ("help", "support", "terms", "community", "security", "categories", "status")
        return {
            "brand": self.brand,
            "desk_zone": self.desk_zone,
            **{f"{link}_url": getattr(self, f"{link}_url") for link in links},
        }

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the desk's hours."""
        return ZoneInfo(self.desk_zone)

    @property
    def database(self) -> str:
        """The database to use."""
        return self.database_url or f"sqlite+aiosqlite:///{(self.home / 'milepost.db').resolve()}"
