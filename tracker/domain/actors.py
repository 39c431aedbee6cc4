"""Which of a programme's actors take part in one partnership, and what each contributes there.

Source: C2C City to City (UCLG, 2016), case study of Mozambique and Brazil: partners were engaged "both as facilitators
and as implementers, and to build a support team".
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TakingPart:
    """What each actor contributes to a partnership, by the id of the actor; one that is not named takes no part."""

    contributions: Mapping[int, str] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """Give a number that is another one as soon as an actor joined, left or contributes something else."""
        written = json.dumps(sorted(self.contributions.items()), ensure_ascii=False)
        return zlib.crc32(written.encode()) % 10**9
