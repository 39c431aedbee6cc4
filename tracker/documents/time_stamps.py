"""Asking a time-stamp authority (RFC 3161) to confirm when a seal existed."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

SECONDS = 4
"""How long to wait for an answer of the authority, which is asked twice; other writers may be waiting meanwhile."""
LONGEST_ANSWER = 64 * 1024


class Authority(TimeStamper):
    """The authority at an address; raises OSError when it does not answer."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Give the authority's answer to one request."""
        head = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        request = Request(self._url, data=req.dump(), headers=head)  # noqa: S310  (an address of the settings)
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                return tsp.TimeStampResp.load(answer.read(LONGEST_ANSWER))
        except HTTPError as error:
            error.close()
            raise OSError(f"the time-stamp authority answers {error.code}") from error
