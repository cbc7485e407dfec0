"""The bulk door: thousands of rows in one statement, with a body per dialect.

The values are the driver's own: `door.moments` and `door.days` make those of times and days.
"""
