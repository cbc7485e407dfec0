"""The outbox: events written in the transaction of what they tell, and delivered to everybody who wants to know."""
