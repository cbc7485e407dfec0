"""What a process tells of itself: log lines, trace ids, metrics."""
