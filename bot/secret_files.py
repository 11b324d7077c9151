"""Secrets by file, as containers and systemd hand them over: NAME_FILE=/a/path, or /run/secrets/name."""

import os
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

FOLDER = Path("/run/secrets")


class Unread(OSError):
    """A file that a setting names and that cannot be read."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {why}")
        self.name, self.why = name, why


class FromFiles(PydanticBaseSettingsSource):
    """Every setting that lies in a file; what the environment says itself goes before."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """What stands in the file of this setting, without the line's end; None without a file."""
        named = os.environ.get(f"{field_name.upper()}_FILE")
        path = Path(named) if named else FOLDER / field_name
        if not named and not path.is_file():
            return None, field_name, False
        try:
            return path.read_text("utf-8").strip() or None, field_name, False
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "is no text"
            raise Unread(f"{field_name.upper()}_FILE", f"cannot be read: {path}: {why}") from None

    def __call__(self) -> dict[str, Any]:
        """All that was found."""
        found = {name: self.get_field_value(field, name)[0] for name, field in self._fields()}
        return {name: value for name, value in found.items() if value is not None}

    def _fields(self) -> list[tuple[str, FieldInfo]]:
        return list(self.settings_cls.model_fields.items())
