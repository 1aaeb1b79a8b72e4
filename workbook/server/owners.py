"""A kernel belongs to who opened it. For everybody else it does not exist, whether they know its name or not."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server import CallContext
from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import User
from tornado.web import HTTPError, authenticated
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler

from workbook.errors import WorkbookError
from workbook.server.identity import Visitor
from workbook.server.kernels import WorkbookKernels

SWEEP_SECONDS = 5
Allowance = tuple[str, str]
"""A project, and what somebody may do in it."""


class OwnedKernels(WorkbookKernels):
    """Starts each kernel for one person: with a one-use ticket in its environment, and a note of whose it is."""

    parent: Any  # our Voila

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.owners: dict[str, Visitor] = {}
        self.seen: dict[str, frozenset[Allowance]] = {}

    async def start_kernel(self, **arguments: Any) -> str:  # type: ignore[override]
        """Start a kernel for who asks; without somebody who asks there is none."""
        handler = CallContext.get(CallContext.JUPYTER_HANDLER)
        who: Visitor | None = getattr(handler, "current_user", None)
        if handler is None or who is None:
            raise HTTPError(403)
        wanted = handler.get_argument("project", "") or os.environ.get("WORKBOOK_PROJECT")
        measures = self.parent.measures
        with measures.write_seconds.time():
            ticket = await asyncio.to_thread(self.parent.record.issue_ticket, who.person, wanted)
        has = await self._allowances(who)
        ours = {"WORKBOOK_TICKET": ticket, "WORKBOOK_LINE": self.parent.line.address}
        arguments["env"] = {**(arguments.get("env") or os.environ), **ours}
        with measures.starting.track_inprogress(), measures.start_seconds.time():
            kernel_id = await super().start_kernel(**arguments)
        self.owners[kernel_id], self.seen[kernel_id] = who, has
        self.add_restart_callback(kernel_id, measures.lost.inc, "dead")
        return kernel_id

    def belongs_to(self, kernel_id: str, who: Visitor) -> bool:
        """Whether this person opened the kernel, and it still runs."""
        owner = self.owners.get(kernel_id)
        return owner is not None and owner.username == who.username and kernel_id in self

    async def sweep(self) -> None:
        """End the kernels of those whose access was taken back, renewed or changed; forget those that ended."""
        for kernel_id, owner in list(self.owners.items()):
            if kernel_id in self and await self._may_stay(kernel_id, owner):
                continue
            self.owners.pop(kernel_id, None)
            self.seen.pop(kernel_id, None)
            if kernel_id in self:
                await ensure_async(self.shutdown_kernel(kernel_id, now=True))

    async def _may_stay(self, kernel_id: str, owner: Visitor) -> bool:
        """Whether who opened the kernel still has all that they had, as far as anybody answers."""
        provider = self.parent.identity_provider
        try:
            if owner.invitation:
                guest = await provider.by_invitation(owner.invitation, owner.turn)
                return guest is not None and guest.permission == owner.permission
            if owner.hub is not None and await provider.by_hub(*owner.hub) is None:
                return False
            has = await self._allowances(owner)
        except (HTTPError, WorkbookError) as error:  # the Hub or the record is away for a moment
            self.log.warning("Whether kernels may stay could not be asked: %s", error)
            return True
        had, self.seen[kernel_id] = self.seen.get(kernel_id, has), has
        return had <= has

    async def _allowances(self, who: Visitor) -> frozenset[Allowance]:
        projects = await asyncio.to_thread(self.parent.record.projects, who.person)
        return frozenset((one.id, one.permission) for one in projects)


def require_owner(handler: Any, kernel_id: str) -> None:
    """Raise what a kernel that does not exist raises, unless it belongs to who asks."""
    if not handler.kernel_manager.belongs_to(kernel_id, handler.current_user):
        raise HTTPError(404, f"Kernel does not exist: {kernel_id}")


class KernelOwners(Authorizer):  # type: ignore[misc]
    """Allows what people do with their own kernels, and nothing else."""

    def is_authorized(self, handler: Any, user: User, action: str, resource: str) -> bool:
        """Whether this is a kernel of theirs; raises 404 where it is not, as for one that does not exist."""
        if resource != "kernels":
            return False
        require_owner(handler, handler.path_kwargs.get("kernel_id", ""))
        return True


class OwnShutdown(VoilaShutdownKernelHandler):  # type: ignore[misc]
    """A page that closes ends its kernel, and only its own."""

    @authenticated
    async def post(self, kernel_id: str) -> None:
        """End the kernel."""
        require_owner(self, kernel_id)
        await super().post(kernel_id)
