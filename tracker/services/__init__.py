"""One act of a person per function; each takes its actor and moment, writes the journal, and never commits."""
