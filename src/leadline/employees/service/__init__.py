"""Use cases: who may do what, who belongs where, and what somebody has done."""
