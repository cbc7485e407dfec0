"""Who is asking, and may they: tokens, roles, permissions, and the dependency that a route declares them with."""
