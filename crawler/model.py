"""What every checked model of the configuration shares."""

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A mapping of a YAML file: unknown keys are mistakes, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"expected an address that starts with http:// or https://, found {value!r}")
    return value
