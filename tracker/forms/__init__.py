"""Forms check the shape of what was sent; whether it is true is checked by the services."""
