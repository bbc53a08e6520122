"""What deploy/ and the Dockerfile promise, as far as it shows without a Docker daemon.

tests/browser/test_balancer.py runs the same nginx configuration in front of real servers.
"""

import fnmatch
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from ce_core.numeric.batch.limits import MAX_FILE_MEGABYTES
from tests.browser.support.balancer import CONFIGURATION, REPLICA, Balancer, fill_in, nginx
from tests.browser.support.server import ROOT

DEPLOY = ROOT / "deploy"
WHAT_THE_APP_NEEDS = (
    "app.py",
    ".streamlit",
    "assets",
    "ce_core",
    "pages",
    "requirements.txt",
    "static",
)


def instructions() -> list[tuple[str, str, str]]:
    """Give the Dockerfile's instructions: the stage's name, the word, the rest."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
    stage, found = "", []
    for line in text.replace("\\\n", " ").splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            stage = rest.partition(" AS ")[2] or "last"
        if word:
            found.append((stage, word, rest.strip()))
    return found


def of_stage(stage: str, word: str) -> list[str]:
    return [rest for where, what, rest in instructions() if (where, what) == (stage, word)]


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return read


def replicas() -> dict[str, Any]:
    services = compose()["services"]
    return {name: each for name, each in services.items() if name != "balancer"}


# --- the image -------------------------------------------------------------------------------


def test_the_app_does_not_run_as_root() -> None:
    assert of_stage("app", "USER") == ["10001"]


def test_the_last_stage_is_the_app() -> None:
    assert of_stage("last", "FROM") == ["app"]


def test_each_image_tells_whether_it_is_healthy() -> None:
    for stage in ("app", "balancer"):
        (check,) = of_stage(stage, "HEALTHCHECK")
        assert "/_stcore/health" in check


def test_the_image_holds_what_the_app_needs_and_only_files_that_exist() -> None:
    copied = [rest.split()[0].rstrip("/") for rest in of_stage("app", "COPY")]
    assert {*copied} == {*WHAT_THE_APP_NEEDS}
    assert all((ROOT / name).exists() for name in copied)


def test_what_is_copied_is_sent_to_the_builder_and_secrets_are_not() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line.rstrip("/") for line in lines if line and not line.startswith("#")]
    kept = [rule[1:] for rule in rules if rule.startswith("!")]
    sources = [
        rest.split()[0].rstrip("/")
        for stage in ("app", "balancer")
        for rest in of_stage(stage, "COPY")
        if not rest.startswith("--from")
    ]
    assert rules[0] == "*"
    assert {*sources} == {*kept}
    assert any(fnmatch.fnmatch(".streamlit/secrets.toml", rule) for rule in rules[1:])


def test_the_image_has_a_python_that_the_project_runs_on() -> None:
    (base,) = of_stage("app", "FROM")
    version = re.search(r"python:(\d+)\.(\d+)-slim", base)
    assert version
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = re.search(r">=(\d+)\.(\d+)", wanted["requires-python"])
    assert oldest
    assert [*map(int, version.groups())] >= [*map(int, oldest.groups())]


# --- replicas behind nginx ---------------------------------------------------------------------


def test_the_balancer_knows_every_replica_and_waits_for_it() -> None:
    balancer = compose()["services"]["balancer"]
    lines = balancer["environment"]["LAB_REPLICAS"].split("\n")
    assert [line for line in lines if line] == [
        REPLICA.format(host=name, port=8501) for name in replicas()
    ]
    assert balancer["depends_on"] == {name: {"condition": "service_healthy"} for name in replicas()}
    assert len(replicas()) > 1


def test_replicas_share_one_secret_that_is_not_in_the_file() -> None:
    secrets = {
        each["environment"]["STREAMLIT_SERVER_COOKIE_SECRET"] for each in replicas().values()
    }
    assert len(secrets) == 1
    assert re.fullmatch(r"\$\{LAB_COOKIE_SECRET:\?[^}]+\}", secrets.pop())


def test_compose_builds_stages_that_exist() -> None:
    stages = {stage for stage, _, _ in instructions()}
    for service in compose()["services"].values():
        assert service["build"]["target"] in stages
        assert (DEPLOY / service["build"]["context"] / "Dockerfile").exists()


def test_the_balancer_lets_through_the_largest_upload() -> None:
    sizes = re.findall(
        r"(?:client_max_body_size |proxy-body-size: )(\d+)m",
        CONFIGURATION.read_text("utf-8") + (DEPLOY / "kubernetes.yaml").read_text("utf-8"),
    )
    assert len(sizes) == 2
    assert all(int(size) > MAX_FILE_MEGABYTES for size in sizes)


def test_only_the_balancers_own_names_are_filled_in() -> None:
    template = CONFIGURATION.read_text("utf-8")
    filled = fill_in(LAB_PORT="1", LAB_REPLICAS="2", LAB_STATIC="3", LAB_EMBEDDED_BY="4")
    assert "${" not in filled
    assert re.findall(r"\$\w+", filled) == re.findall(r"\$\w+", template)


@pytest.mark.skipif(
    nginx() is None and not os.environ.get("CI"),
    reason="nginx is not installed; Debian's package nginx has it.",
)
def test_nginx_accepts_the_configuration(tmp_path: Path) -> None:
    program = nginx()
    assert program is not None, "nginx is not installed; Debian's package nginx has it."
    (tmp_path / "www").mkdir()
    main = Balancer([8501, 8502]).write_configuration(tmp_path)
    command = [program, "-t", "-c", str(main), "-e", str(tmp_path / "error.log")]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "warn" not in tried.stderr


# --- Kubernetes ------------------------------------------------------------------------------


def test_kubernetes_keeps_visitors_by_cookie_and_asks_the_health_address() -> None:
    documents = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8"))
    kinds = {document["kind"]: document for document in documents}
    pod = kinds["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    (port,) = container["ports"]
    (service_port,) = kinds["Service"]["spec"]["ports"]
    annotations = kinds["Ingress"]["metadata"]["annotations"]
    assert pod["securityContext"]["runAsUser"] == 10001
    assert container["readinessProbe"]["httpGet"]["path"] == "/_stcore/health"
    assert port["containerPort"] == service_port["targetPort"] == 8501
    assert annotations["nginx.ingress.kubernetes.io/affinity"] == "cookie"


# --- limits ----------------------------------------------------------------------------------


def test_every_service_may_open_files_for_five_thousand_tabs() -> None:
    for service in compose()["services"].values():
        assert service["ulimits"]["nofile"]["soft"] >= 4 * 5000 - 1
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    files = re.search(r"worker_rlimit_nofile (\d+);", text)
    connections = re.search(r"worker_connections (\d+);", text)
    assert files
    assert connections
    assert int(files[1]) >= 2 * int(connections[1])


def test_a_busy_process_is_not_ended() -> None:
    documents = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8"))
    (deployment,) = [each for each in documents if each["kind"] == "Deployment"]
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    probe = container["livenessProbe"]
    assert probe["timeoutSeconds"] >= 10
    assert probe["periodSeconds"] * probe["failureThreshold"] >= 120


def test_what_the_balancer_shows_by_itself_needs_nothing_else() -> None:
    page = (DEPLOY / "unavailable.html").read_text("utf-8")
    assert re.findall(r"(?:src|href)=", page) == []
    copied = [rest for stage, word, rest in instructions() if (stage, word) == ("balancer", "COPY")]
    assert any(rest.startswith("deploy/unavailable.html") for rest in copied)
    assert any(rest == "deploy/nginx.conf /etc/nginx/nginx.conf" for rest in copied)
