"""Coarse limits on how often one address may ask; finer ones for accounts live in the sign-in service."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, headers_enabled=True)
