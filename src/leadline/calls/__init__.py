"""Call data (外呼数据): the calls that a dialer made, judged, stored and counted exactly.

Owns call records, daily statistics and roll-ups, the two sync tracks with their runs, grade rules and agent exclusions.
"""
