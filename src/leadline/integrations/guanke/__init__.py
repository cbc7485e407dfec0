"""The Guanke dialer (冠客, sister brand 智语): its HTTP client, its rows in our shape, and a simulator of it.

Owns the vendor's contract as known from public sources; guesses are read tolerantly. Implements the calls context's
`DialerSource` (`source.GuankeSource`) and `PushParser` (`parsing.push_parser`).
"""
