"""The demonstration: real partnerships from public sources, accounts to try, and invented acts that are marked so."""
