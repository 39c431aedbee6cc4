"""The methodology in plain Python: no database, no web, standard library only."""
