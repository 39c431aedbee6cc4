"""Where a WSGI server and the `flask` command find the application."""

from tracker import create_app

app = create_app()
