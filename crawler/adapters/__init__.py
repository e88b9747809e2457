"""One content management system a file: list requests, and list responses to entries."""
