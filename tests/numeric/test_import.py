"""`import ce_core` costs NumPy and nothing else."""

import subprocess
import sys


def test_importing_ce_core_loads_no_other_wing() -> None:
    program = (
        "import sys, ce_core; "
        "print([m for m in ('streamlit', 'sympy', 'plotly', 'scipy', 'mpmath', 'pandas')"
        " if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
