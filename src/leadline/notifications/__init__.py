"""Notifications: the channels that news is told over, when they are quiet, and what became of each message."""
