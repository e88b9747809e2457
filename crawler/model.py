"""What every checked model of the configuration shares."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A mapping of a YAML file: unknown keys are mistakes, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
