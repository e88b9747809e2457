"""Is the portal farm true to the texts it publishes, to its families and to its calendar? No planwatch module is tried here."""
