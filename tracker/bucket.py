"""Files in an object storage; loaded when FILES_URL names one, for its library takes 7 MB."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import ObjectStore, from_url

PIECE = 64 * 1024


class Bucket:
    """A store in an object storage, which is durable by itself."""

    def __init__(self, store: ObjectStore) -> None:
        self.store = store

    def put(self, path: str, content: bytes) -> None:
        """Make the object; one that is there already is the same, for its path is its hash."""
        with suppress(AlreadyExistsError):
            obstore.put(self.store, path, content, mode="create")

    def pieces(self, path: str) -> Iterator[bytes]:
        """Read an object piece by piece; raises FileNotFoundError."""
        for piece in obstore.get(self.store, path).stream(min_chunk_size=PIECE):
            yield bytes(piece)

    def drop(self, path: str) -> None:
        """Take an object away; one that is not there is no error."""
        with suppress(FileNotFoundError):
            obstore.delete(self.store, path)

    def listed(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """List the objects in a folder and its folders, each with the moment since when it is there."""
        for some in obstore.list(self.store, folder):
            for one in some:
                yield one["path"], one["last_modified"]


def bucket_at(url: str) -> Bucket:
    """Give the store at an address that the library takes: `s3://bucket/prefix`."""
    return Bucket(from_url(url))
