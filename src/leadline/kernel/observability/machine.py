"""What the server's processes and their machine use: processor, memory, disk, network. Read at a scrape, never else."""

import os
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric

from leadline.kernel.observability.workers import MULTIPROCESS_FOLDER

if TYPE_CHECKING:
    import psutil

HOST_CPU = ("user", "system", "nice", "idle", "iowait", "irq", "softirq", "steal")


def machine_families(folders: Mapping[str, Path]) -> list[Metric]:
    """All of it; `folders` are those whose disks are worth watching. Takes about two milliseconds: not in the loop."""
    return [*_build(), *_processes(), *_host(), *_disks(folders)]


def _build() -> Iterator[Metric]:
    build = GaugeMetricFamily("leadline_build_info", "1, with what is running", labels=("version", "python"))
    build.add_metric((version("leadline"), platform.python_version()), 1)
    yield build


def _processes() -> Iterator[Metric]:
    import psutil  # noqa: PLC0415  # 20 ms that a start need not wait for

    def gauge(name: str, about: str) -> GaugeMetricFamily:
        return GaugeMetricFamily(f"leadline_process_{name}", f"{about} of each process of the server", labels=("pid",))

    cpu = CounterMetricFamily(
        "leadline_process_cpu_seconds", "Processor time of each process of the server", labels=("pid", "mode")
    )
    disk = CounterMetricFamily(
        "leadline_process_disk_bytes", "Bytes of disk traffic of each process", labels=("pid", "direction")
    )
    memory = gauge("resident_bytes", "Resident memory")
    files = gauge("open_files", "Open files and sockets")
    threads = gauge("threads", "Threads")
    started = gauge("start_time_seconds", "Start, in seconds since 1970,")
    for process in _family():
        try:
            with process.oneshot():
                pid, times = str(process.pid), process.cpu_times()
                held, handles = process.memory_info().rss, process.num_fds()
                count, begun = process.num_threads(), process.create_time()
        except psutil.Error:
            continue  # it ended between being listed and being asked
        cpu.add_metric((pid, "user"), times.user)
        cpu.add_metric((pid, "system"), times.system)
        for family, value in ((memory, held), (files, handles), (threads, count), (started, begun)):
            family.add_metric((pid,), value)
        for direction, value in _traffic(process).items():
            disk.add_metric((pid, direction), value)
    yield from (cpu, memory, files, threads, started, disk)


def _family() -> list["psutil.Process"]:
    import psutil  # noqa: PLC0415  # as above

    try:
        head = psutil.Process(os.getppid() if os.environ.get(MULTIPROCESS_FOLDER) else os.getpid())
        return [head, *head.children(recursive=True)]
    except psutil.Error:
        return [psutil.Process()]


def _traffic(process: "psutil.Process") -> Mapping[str, float]:
    import psutil  # noqa: PLC0415  # as above

    try:
        counted = process.io_counters()
    except (psutil.Error, OSError, AttributeError):  # a container may forbid it, another system may not know it
        return {}
    return {"read": counted.read_bytes, "write": counted.write_bytes}


def _host() -> Iterator[Metric]:
    import psutil  # noqa: PLC0415  # as above

    cpu = CounterMetricFamily("leadline_host_cpu_seconds", "Processor time of the machine", labels=("mode",))
    times = psutil.cpu_times()
    for mode in HOST_CPU:
        cpu.add_metric((mode,), getattr(times, mode, 0.0))
    yield cpu
    yield GaugeMetricFamily("leadline_host_cpus", "Processors of the machine", psutil.cpu_count() or 1)
    yield GaugeMetricFamily("leadline_host_load1", "Load of the machine over a minute", os.getloadavg()[0])
    memory = GaugeMetricFamily("leadline_host_memory_bytes", "Memory of the machine", labels=("kind",))
    held = psutil.virtual_memory()
    memory.add_metric(("total",), held.total)
    memory.add_metric(("available",), held.available)
    yield memory
    yield from _host_traffic()


def _host_traffic() -> Iterator[Metric]:
    import psutil  # noqa: PLC0415  # as above

    if (disk := psutil.disk_io_counters()) is not None:
        family = CounterMetricFamily("leadline_host_disk_bytes", "Disk traffic of the machine", labels=("direction",))
        family.add_metric(("read",), disk.read_bytes)
        family.add_metric(("write",), disk.write_bytes)
        yield family
    if (network := psutil.net_io_counters()) is not None:
        family = CounterMetricFamily(
            "leadline_host_network_bytes", "Network traffic of the machine", labels=("direction",)
        )
        family.add_metric(("received",), network.bytes_recv)
        family.add_metric(("sent",), network.bytes_sent)
        yield family


def _disks(folders: Mapping[str, Path]) -> Iterator[Metric]:
    import psutil  # noqa: PLC0415  # as above

    space = GaugeMetricFamily("leadline_disk_bytes", "The disk that a folder is on", labels=("folder", "kind"))
    for name, folder in folders.items():
        there = next((one for one in (folder, *folder.absolute().parents) if one.exists()), None)
        if there is not None:
            usage = psutil.disk_usage(str(there))
            space.add_metric((name, "total"), usage.total)
            space.add_metric((name, "free"), usage.free)
    yield space
