"""Leadline: an outbound-sales operations platform (外呼运营平台)."""
