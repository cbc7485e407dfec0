"""Durable jobs: started in the transaction that needs them, taken over from a process that dies, on both databases."""
