"""The subcommands of `planwatch`, one file a family; they call the rooms and print, and hold no logic."""
