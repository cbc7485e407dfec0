"""What was computed once and may be handed out again: by every process, through a Valkey where there is one."""
