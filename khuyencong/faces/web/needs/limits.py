"""How often a stranger may post: counted by address and by session, in the cache of the process."""

from django.core.cache import cache
from django.http import HttpRequest


def within(request: HttpRequest, deed: str, *, most: int, seconds: int) -> bool:
    """Count one more ``deed`` of this visitor and say whether it is still among the ``most`` in ``seconds``.

    With several processes each keeps its own count: the limit slows a flood down, it is not a lock.
    """
    who = (request.META.get("REMOTE_ADDR", ""), request.session.session_key or "")
    counts = [_one_more(f"kc:{deed}:{place}:{name}", seconds) for place, name in enumerate(who) if name]
    return all(count <= most for count in counts)


def _one_more(key: str, seconds: int) -> int:
    if cache.add(key, 1, seconds):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        cache.set(key, 1, seconds)
        return 1
