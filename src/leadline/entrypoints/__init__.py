"""Ways in: the API, the command line, and the wiring that binds contexts to integrations. Here alone all know all."""
