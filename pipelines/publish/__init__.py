"""What happened to editions, mails and reports."""
