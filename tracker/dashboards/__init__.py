"""What pages show: read only, frozen records, a fixed number of statements whatever the number of rows."""
