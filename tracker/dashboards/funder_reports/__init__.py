"""Reports to funders: every figure is gathered once, and each of the files says the same ones."""
