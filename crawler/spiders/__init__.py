"""The one spider. What differs between portals lives in config/portals, never here."""
