"""Calls out of tables: CSV and XLSX through a mapping.

Also what every reader of call files stands on (lines, records, times, numbers, identity): FreeSWITCH and Asterisk too.
"""
