"""How Jupyter gets forked kernels: a provisioner that asks the fork server, and starts a kernel the ordinary way where it cannot."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from workbook.server.environment import PAGE
from workbook.server.forking.owner import FORKS, ForkedKernel
from workbook.server.forking.protocol import CannotFork, Order, where

NAME = "workbook-fork"
ENTRY_POINT = EntryPoint(
    NAME, "workbook.server.forking.provisioner:ForkProvisioner", KernelProvisionerFactory.GROUP_NAME
)


class ForkProvisioner(LocalProvisioner):  # type: ignore[misc]
    """Starts our kernels by a fork; everything after the start is as with an ordinary kernel."""

    async def launch_kernel(self, cmd: list[str], **arguments: Any) -> KernelConnectionInfo:
        """Fork a kernel, or start it the ordinary way and say why."""
        try:
            kernel = await FORKS.fork(ordered(cmd, arguments))
        except (CannotFork, OSError) as reason:
            if str(reason) not in FORKS.told:
                FORKS.told.add(str(reason))
                self.log.warning("Kernels start the ordinary, slower way: %s.", reason)
            return await super().launch_kernel(cmd, **arguments)
        self._take(kernel, arguments.get("cwd"))
        return self.connection_info

    def _take(self, kernel: ForkedKernel, folder: str | None) -> None:
        self.process = kernel  # type: ignore[assignment]
        self.pid, self.cwd = kernel.pid, where(folder)
        self.pgid = None  # signals reach the group through the fork server, which knows whether it still is


def ordered(command: Sequence[str], arguments: dict[str, Any]) -> Order:
    """The order for a kernel that Jupyter would start by this command.

    Raises
    ------
    CannotFork
        It is another program than our kernel, or wants what a fork cannot have.
    """
    if list(command[:3]) != [sys.executable, "-m", "ipykernel_launcher"]:
        raise CannotFork(f"{command[0]} is another kernel than ours")
    asked = [name for name in ("stdin", "stdout", "stderr", "preexec_fn", "independent") if arguments.get(name)]
    if asked:
        raise CannotFork(f"a kernel with its own {asked[0]} was asked for")
    environment = dict(arguments.get("env") or os.environ)
    return Order(list(command[3:]), environment, where(arguments.get("cwd")), PAGE not in environment)


def use_forks() -> None:
    """Have every kernel of this process start by a fork, also where the package was installed before it had an entry point."""
    KernelProvisionerFactory.provisioners.setdefault(NAME, ENTRY_POINT)
    os.environ[KernelProvisionerFactory.default_provisioner_name_env] = NAME
    KernelProvisionerFactory.clear_instance()  # one that was made before would not look again
