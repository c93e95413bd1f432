"""The database's clock, for rows that say themselves when they were written.

As the log's hour it is never given by a caller.  What is judged by a day is told the day (``today=``).
"""

from typing import Final

from django.db.models.functions import Now, TruncDate

WRITTEN_AT: Final = Now()
"""The moment of the statement."""

WRITTEN_ON: Final = TruncDate(Now())
"""Its day in Vietnam (``TIME_ZONE``)."""
