"""Kernels of the browser app: they get an environment without any secret of the server."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

from workbook.server.environment import PAGE, kernel_environment

MOST_KERNELS = 40
"""Pages served at once unless WORKBOOK_MOST_KERNELS says otherwise."""


def most_kernels(environment: Mapping[str, str]) -> int:
    """How many kernels may run at once; what is no whole number above zero is not heeded."""
    given = environment.get("WORKBOOK_MOST_KERNELS", "")
    return int(given) if given.isdecimal() and int(given) else MOST_KERNELS


class WorkbookKernels(AsyncMappingKernelManager):  # type: ignore[misc]
    """Starts kernels with a clean environment, and says when no more should be started."""

    def is_full(self) -> bool:
        """Whether a new page has to wait until another is closed."""
        return len(self.list_kernel_ids()) >= most_kernels(os.environ)

    async def start_kernel(self, **arguments: Any) -> str:  # type: ignore[override]
        """Start a kernel; its environment is cut down to what it needs."""
        arguments["env"] = kernel_environment(arguments.get("env") or os.environ) | {PAGE: "1"}
        kernel_id: str = await super().start_kernel(**arguments)
        return kernel_id
