"""The HTTP edge: envelope, failures, hot answers, health, the shell of the application and its server."""
