"""The sync: pulls the days of a source on its two tracks and says how much of each day is known.

`run.sync_range` is the door; a day of the grade track is `grade_track`, of the task track `task_track`; `settle` writes
what a pull came to; `keeper` keeps the run's own row; `replay` reads the archive again.
"""
