"""Ways in: the API, the command line, and the wiring that binds contexts to integrations. Only here everyone is known."""
