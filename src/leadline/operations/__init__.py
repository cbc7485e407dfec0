"""Operations: what runs in the background, as people see and steer it. The engine of jobs is the kernel's."""
