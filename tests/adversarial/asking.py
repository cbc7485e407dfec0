"""Who asks: an administrator, with the secret that signs the tokens."""

from leadline.kernel.auth.tokens import Tokens

SECRET = "s" * 40
TOKENS = Tokens(SECRET)
BOSS = {"Authorization": f"Bearer {TOKENS.mint('boss', 'boss', 'admin')}"}
