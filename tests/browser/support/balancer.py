"""nginx with the configuration of ``deploy/``, in front of server processes on this machine."""

import gzip
import importlib.util
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.browser.support.server import ROOT, START_DEADLINE, free_port, wait_until_healthy

CONFIGURATION = ROOT / "deploy" / "lab.conf.template"
REPLICA = "server {host}:{port} max_fails=1 fail_timeout=5s;"

# What nginx's own configuration in an image or a package says around ours.
_AROUND = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    include {types};
    log_format visitors "$lab_visitor | $upstream_addr | $request_method $uri $status";
    access_log {folder}/visitors.log visitors;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/lab.conf;
    {more}
}}
"""
# The same server with TLS, and a course page on another site that shows the lab in a frame.
_TLS = """
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
    server {{
        listen 127.0.0.1:{port} ssl;
        server_name {course};
        location / {{ root {folder}/course; }}
    }}
"""
LAB, COURSE = "lab.test", "course.example"
"""Two sites that the browser is told to find on this machine."""
_TYPES = "types { text/html html; text/css css; text/javascript js; font/woff2 woff2; }"


def nginx() -> str | None:
    """Find nginx, also where only root's search path leads."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def fill_in(**names: str) -> str:
    """Fill in the template's names as nginx's image does: no other ``$`` is touched."""
    template = CONFIGURATION.read_text("utf-8")
    return re.sub(r"\$\{(\w+)\}", lambda found: names[found[1]], template)


class Balancer:
    """nginx on a free loopback port, in front of servers on the given ones.

    Parameters
    ----------
    ports : sequence of int
        Of the servers.
    tls : bool
        Speak HTTPS, by a certificate made for the occasion, and serve ``course_page`` as well, as
        the site ``COURSE``.
    healthy : bool
        Wait until a server answers; else any answer will do.
    course_page : str
        HTML, in which ``LAB_URL`` is put in place of that text.
    """

    def __init__(
        self,
        ports: Sequence[int],
        *,
        tls: bool = False,
        healthy: bool = True,
        course_page: str = "",
    ) -> None:
        self.ports = ports
        self.healthy = healthy
        self.tls = tls
        self.port = free_port()
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self.lab_url = f"https://{LAB}:{self.port}"
        self.course_url = f"https://{COURSE}:{self.port}"
        self.course_page = course_page.replace("LAB_URL", self.lab_url)
        self.folder = tempfile.TemporaryDirectory()

    def __enter__(self) -> Self:
        program = nginx()
        if program is None:
            raise RuntimeError("nginx is not installed; Debian's package nginx has it.")
        folder = Path(self.folder.name)
        folder.chmod(0o755)  # nginx's workers give up root
        compress_static(folder / "www")
        main = self.write_configuration(folder)
        self.process = subprocess.Popen(
            [program, "-c", str(main), "-e", str(main.with_name("error.log"))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until_healthy(self.url, self.process, self.read_log, any_answer=not self.healthy)
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

    def write_configuration(self, folder: Path) -> Path:
        """Fill in the template and write it down with what goes around it; give the main file."""
        replicas = [REPLICA.format(host="127.0.0.1", port=port) for port in self.ports]
        lines = fill_in(
            LAB_PORT=f"127.0.0.1:{self.port}{' ssl' if self.tls else ''}",
            LAB_REPLICAS="\n    ".join(replicas),
            LAB_STATIC=str(folder / "www"),
            LAB_EMBEDDED_BY="*",
        )
        (folder / "lab.conf").write_text(lines, "utf-8")
        (folder / "mime.types").write_text(_TYPES, "utf-8")
        main = folder / "nginx.conf"
        more = ""
        if self.tls:
            make_certificate(folder)
            (folder / "course").mkdir()
            (folder / "course" / "index.html").write_text(self.course_page, "utf-8")
            more = _TLS.format(folder=folder, port=self.port, course=COURSE)
        around = _AROUND.format(folder=folder, types=folder / "mime.types", more=more)
        main.write_text(around, "utf-8")
        return main

    def _stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.folder.cleanup()

    def read_log(self) -> str:
        """Give what nginx has complained of so far."""
        log = Path(self.folder.name) / "error.log"
        return log.read_text("utf-8", errors="replace") if log.exists() else ""

    def answered(self, visitor: str, count: int) -> list[int]:
        """Give the ports that answered a visitor, once ``count`` answers are in the log.

        An answer is sent before it is written down.

        Raises
        ------
        RuntimeError
            When there are fewer for ``START_DEADLINE`` seconds.
        """
        for _ in range(START_DEADLINE * 20):
            found = self.replicas_by_visitor().get(visitor, [])
            if len(found) >= count:
                return found
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
        raise RuntimeError(f"{visitor} was answered {len(found)} times; expected {count}.")

    def replicas_by_visitor(self) -> dict[str, list[int]]:
        """Give, for each visitor by cookie, the ports that answered, in order."""
        found: dict[str, list[int]] = {}
        log = Path(self.folder.name) / "visitors.log"
        for line in log.read_text("utf-8").splitlines():
            visitor, _, addresses = line.partition(" | ")
            for address in re.findall(r":(\d+)", addresses):
                found.setdefault(visitor, []).append(int(address))
        return found


def make_certificate(folder: Path) -> None:
    """Make a certificate for both sites, which nobody but this test trusts."""
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    names = ["-subj", f"/CN={LAB}", "-addext", f"subjectAltName=DNS:{LAB},DNS:{COURSE}"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *files, *names],
        check=True,
        capture_output=True,
    )


def compress_static(target: Path) -> None:
    """Lay out Streamlit's and the lab's static files as the image does, compressed as well."""
    found = importlib.util.find_spec("streamlit")
    assert found is not None
    assert found.origin is not None
    source = Path(found.origin).parent / "static" / "static"
    shutil.copytree(source, target / "static")
    shutil.copytree(ROOT / "static", target / "app" / "static")
    shutil.copy(CONFIGURATION.with_name("unavailable.html"), target)
    for path in target.rglob("*"):
        if path.suffix in {".js", ".css"}:
            packed = gzip.compress(path.read_bytes(), compresslevel=1)
            path.with_name(path.name + ".gz").write_bytes(packed)
