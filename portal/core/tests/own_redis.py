"""Redis as the tests use it: many processes share one, and each empties what is its own."""

from django.core.cache.backends.redis import RedisCache


class OwnRedisCache(RedisCache):
    def clear(self) -> bool:
        """The keys with this process's prefix; Django's own empties all of Redis, and so every other process's."""
        client = self._cache.get_client(None, write=True)
        keys = list(client.scan_iter(match=f"{self.key_prefix}:*", count=1000))
        return not keys or bool(client.delete(*keys))
