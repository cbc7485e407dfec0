"""What every context stands on: settings, time, errors, database, secrets, HTTP, logs. It knows no business."""
