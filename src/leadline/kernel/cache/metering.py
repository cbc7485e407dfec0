"""How often something was there already, tier by tier."""

from leadline.kernel.observability.metrics import Counter

LOOKED_UP = Counter(
    "leadline_cache_lookups_total",
    "Ready answers looked up; tier: process, shared (Valkey); found: hit, miss, away (no answer)",
    ("tier", "found"),
)
