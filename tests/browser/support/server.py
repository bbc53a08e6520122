"""The app on a loopback port, in a process of its own, as a person would start it."""

import resource
import socket
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

ROOT = Path(__file__).parents[3]
START_DEADLINE = 60
UNVERIFIED = ssl.create_default_context()
"""For certificates that tests make: nobody vouches for them."""
UNVERIFIED.check_hostname = False
UNVERIFIED.verify_mode = ssl.CERT_NONE


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """``python -m streamlit run SCRIPT``, from the repository's root, with its own log."""

    def __init__(
        self,
        script: Path = ROOT / "app.py",
        port: int | None = None,
        options: Mapping[str, str] = MappingProxyType({}),
        open_files: int | None = None,
    ) -> None:
        self.options = options
        self.open_files = open_files
        """The soft limit that the process is started with, if not this one's."""
        self.script = script
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = tempfile.TemporaryDirectory()
        self.log_path = Path(self.folder.name) / "server.log"

    def __enter__(self) -> Self:
        options = {
            "server.address": "127.0.0.1",
            "server.port": str(self.port),
            "server.headless": "true",
            "server.fileWatcherType": "none",
            **self.options,
        }
        flags = [f"--{name}={value}" for name, value in options.items()]
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", str(self.script), *flags],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=self._lower_limit if self.open_files else None,
            )
        try:
            wait_until_healthy(self.url, self.process, self.read_log)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def _lower_limit(self) -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (self.open_files or hard, hard))

    def kill(self) -> None:
        """End the server as a crash would: at once, and without a goodbye to anybody."""
        self.process.kill()
        self.process.wait()

    def _stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.folder.cleanup()

    def read_log(self) -> str:
        """Give everything the server has printed so far."""
        return self.log_path.read_text("utf-8", errors="replace")


def wait_until_healthy(
    url: str,
    process: subprocess.Popen[bytes],
    read_log: Callable[[], str],
    *,
    any_answer: bool = False,
) -> None:
    """Wait until a server answers, that it is well or ``any_answer``; say what it printed if not.

    Raises
    ------
    RuntimeError
        When the process has ended, or there was no answer for ``START_DEADLINE`` seconds.
    """
    for _ in range(START_DEADLINE * 5):
        if process.poll() is not None:
            raise RuntimeError(f"The server stopped at once:\n{read_log()}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5, context=UNVERIFIED):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError) as problem:
            if any_answer and isinstance(problem, urllib.error.HTTPError):
                return
            try:  # between two looks, sleep only as long as the process lives
                process.wait(0.2)
            except subprocess.TimeoutExpired:
                continue
    raise RuntimeError(f"The server did not answer:\n{read_log()}")
