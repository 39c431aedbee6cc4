"""How fast the tracker is: pages and acts timed through a real server, beside an empty page in the same run."""
