"""What of the server's environment its kernels may see."""

from __future__ import annotations

import re
from collections.abc import Mapping

PASSED_ON = (
    "PATH", "HOME", "LANG", "LANGUAGE", "LC_", "TZ", "TMPDIR", "TEMP", "TMP", "USER", "LOGNAME", "USERNAME", "SYSTEMROOT", "VIRTUAL_ENV",
    "PYTHONPATH", "PYTHONHASHSEED", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_PATH", "IPYTHONDIR", "XDG_",
    "WORKBOOK_DB", "WORKBOOK_PROJECT", "WORKBOOK_DATA_FOLDER", "WORKBOOK_CONNECTIONS", "WORKBOOK_ENDPOINTS", "WORKBOOK_REGISTRIES", "WORKBOOK_UPLOADS", "WORKBOOK_TICKET", "WORKBOOK_LINE", "VOILA_KERNEL_ID",
    "SCRIPT_NAME", "PATH_INFO", "SERVER_SOFTWARE", "SERVER_PROTOCOL",
)  # fmt: skip
SECRET = re.compile(r"token|secret|passw|credential|api_?key|private", re.IGNORECASE)
WITH_PASSWORD = re.compile(r"://[^/@\s]*:[^/@\s]*@")


PAGE = "WORKBOOK_PAGE"
"""Set in the environment of a kernel that serves a page: nobody writes code in it."""


def kernel_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What of an environment a kernel may see: the names it needs, and no value that looks like a secret."""
    passed = {
        name: value
        for name, value in environment.items()
        if name.startswith(PASSED_ON) and not SECRET.search(name) and not WITH_PASSWORD.search(str(value))
    }
    return passed | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
