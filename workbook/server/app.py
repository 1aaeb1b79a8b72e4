"""Our Voila: one notebook, our template, closed file routes, a token for the door."""

from __future__ import annotations

import logging
import os
import re
import signal
import ssl
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, DictLoader
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop, PeriodicCallback
from traitlets.config import Config
from voila.app import Voila
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.handler import TornadoVoilaHandler

from workbook.project import Repository
from workbook.server.assets import ROUTE, AssetHandler, address
from workbook.server.doors import REFUSED, AppHandler, ClosedDoor, Join, NotHere
from workbook.server.hearing import Line
from workbook.server.hub import HubDoor
from workbook.server.identity import WorkbookIdentity
from workbook.server.owners import SWEEP_SECONDS, KernelOwners, OwnedKernels, OwnShutdown
from workbook.server.room_routes import room_routes
from workbook.server.sharing import Doors
from workbook.server.watch import Health, Measures, MetricsPage

SHARE = Path(__file__).parent / "share" / "jupyter"
MESSAGE_LIMIT = 64 * 2**20
"""Bytes of one websocket message. Uploads come in pieces of one megabyte, far below it."""
IDLE_SECONDS = 30 * 60
EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]

STARTING_SECONDS = 300
"""How long the notebook behind a page may take; then the page says that it could not be opened."""


def configuration(port: int, host: str = "127.0.0.1", base: str = "/") -> Config:
    """Every setting that differs from stock Voila, in one place."""
    settings = Config()
    settings.Voila.ip = host
    settings.Voila.port = port
    settings.Voila.base_url = base
    settings.Voila.port_retries = 0
    settings.Voila.identity_provider_class = WorkbookIdentity
    settings.Voila.authorizer_class = KernelOwners
    settings.Voila.open_browser = False
    settings.Voila.log_level = logging.WARNING
    settings.Voila.tornado_settings = {
        "websocket_max_message_size": MESSAGE_LIMIT,
        "cookie_options": {"httponly": True, "samesite": "Strict"},
        "xsrf_cookie_kwargs": {"path": base},  # beside us a Hub may have one of that name
    }
    settings.VoilaConfiguration.template = "workbook"
    settings.VoilaConfiguration.allow_template_override = "NO"
    settings.VoilaConfiguration.allow_theme_override = "NO"
    settings.VoilaConfiguration.strip_sources = True
    settings.VoilaConfiguration.show_tracebacks = False
    settings.VoilaConfiguration.file_allowlist = []
    settings.VoilaConfiguration.extension_allowlist = EXTENSIONS
    settings.VoilaConfiguration.multi_kernel_manager_class = OwnedKernels
    settings.VoilaConfiguration.page_config_hook = with_assets
    settings.VoilaExecutor.timeout = STARTING_SECONDS
    settings.VoilaExecutor.iopub_timeout = STARTING_SECONDS  # four in stock Voila: many pages at once came up empty
    settings.MappingKernelManager.cull_idle_timeout = IDLE_SECONDS
    settings.MappingKernelManager.cull_interval = 60
    settings.MappingKernelManager.cull_connected = False
    settings.KernelRestarter.restart_limit = 0  # an empty kernel is of no use to a page: it is told, and reconnects
    return settings


def with_assets(current_page_config: dict[str, Any], base_url: str, **_: Any) -> dict[str, Any]:
    """Tell the template where our public files lie."""
    current_page_config["workbookParts"] = address(base_url, "parts.js")
    current_page_config["workbookStyle"] = address(base_url, "workbook.css")
    current_page_config["workbookPlotly"] = address(base_url, "plotly.js")
    return current_page_config


OWN_HANDLERS = {TornadoVoilaHandler: AppHandler, VoilaShutdownKernelHandler: OwnShutdown}
"""Stock handlers, and ours in their place. Those of a kernel and of its websocket ask our authorizer themselves."""
CLOSED = ("/voila/files/", "/voila/templates/")
"""Stock routes that serve files past any door, and that our page does not use."""
LARGEST_REQUEST = 2**20
"""Bytes. Files come over the websocket, so no request of a page is large."""


class WorkbookVoila(Voila):  # type: ignore[misc]
    """Voila with our doors. `doors` and `record` are set before it starts, `hub` where a JupyterHub lets people in."""

    doors: Doors
    record: Repository
    hub: HubDoor | None = None
    tls: ssl.SSLContext | None = None

    def init_settings(self) -> dict[str, Any]:
        """Compressed answers, and a plain page for what is refused; everything else as stock."""
        self.measures = Measures()
        self.line = Line(self.measures.hear)
        settings: dict[str, Any] = super().init_settings()
        for name in ("jinja2_env", "voila_jinja2_env"):  # the stock pages of errors need files that are not served here
            settings[name].loader = ChoiceLoader([DictLoader({"error.html": REFUSED}), settings[name].loader])
        mine = {"compress_response": True, "default_handler_class": NotHere, "log_function": self.measures.count}
        return settings | mine

    def init_handlers(self) -> list[Any]:
        """Stock routes less the file routes, with our own app, doors and static files in front."""
        kept = [
            (route[0], OWN_HANDLERS.get(route[1], route[1]), *route[2:])
            for route in super().init_handlers()
            if not any(closed in route[0] for closed in CLOSED)
        ]
        doors = [(r"/login", ClosedDoor), (r"/join", Join), *((f"{closed}(.*)", NotHere) for closed in CLOSED)]
        watched = [(r"/healthz", Health), (r"/metrics", MetricsPage)]
        ours = [(ROUTE, AssetHandler), *doors, *watched, *room_routes(), *(self.hub.routes() if self.hub else ())]
        base = re.escape(self.base_url.rstrip("/"))
        return [*((base + route, *more) for route, *more in ours), *kept]

    def listen(self) -> None:
        """Serve until interrupted or told to end, with TLS where there is a certificate; then leave nothing behind."""
        HTTPServer(self.app, ssl_options=self.tls, max_body_size=LARGEST_REQUEST).listen(self.port, self.ip)
        self.ioloop = IOLoop.current()
        self.line.open(self.ioloop)
        if os.name == "posix":
            self.ioloop.asyncio_loop.add_signal_handler(signal.SIGTERM, self.ioloop.stop)  # type: ignore[attr-defined]
        PeriodicCallback(self.kernel_manager.sweep, SWEEP_SECONDS * 1000).start()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            self.log.info("Stopping...")
        finally:
            self.line.close(self.ioloop)
            self.stop()


def prepare_environment() -> None:
    """Let Jupyter find our template and settings, before anything asks for its paths."""
    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH"):
        known = os.environ.get(name, "")
        if str(SHARE) not in known.split(os.pathsep):
            os.environ[name] = os.pathsep.join(filter(None, [str(SHARE), known]))
