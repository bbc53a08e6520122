"""What a process has used so far: read from Linux's /proc, so that nothing needs installing."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Used:
    """Processor seconds since the process began, and bytes of memory that it holds now."""

    cpu_seconds: float
    memory: int

    @classmethod
    def by(cls, *pids: int) -> "Used":
        """Add up what several processes have used."""
        return cls(sum(map(_cpu_seconds, pids)), sum(map(_memory, pids)))


def _cpu_seconds(pid: int) -> float:
    # The second field is the program's name in brackets and may hold anything.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = fields[11:13]
    return (int(user) + int(system)) / _TICKS


def _memory(pid: int) -> int:
    resident = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(resident) * _PAGE


def open_files(pid: int) -> int:
    """Count the files and connections that a process holds open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def peak_memory() -> int:
    """Give the most memory that this process has held so far, in bytes."""
    # Not getrusage, which remembers the process that started this one.
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024
