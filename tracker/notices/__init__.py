"""What is said to whom, in the reader's language; written to the outbox in the act's own transaction."""
