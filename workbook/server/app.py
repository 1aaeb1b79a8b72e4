"""Our Voila: one notebook, our template, closed file routes, a token for the door."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from traitlets.config import Config
from voila.app import Voila

from workbook.server.assets import ROUTE, AssetHandler, address
from workbook.server.doors import AppHandler, ClosedDoor, NotHere
from workbook.server.kernels import WorkbookKernels
from workbook.server.room_routes import room_routes

SHARE = Path(__file__).parent / "share" / "jupyter"
MESSAGE_LIMIT = 64 * 2**20
"""Bytes of one websocket message. Uploads come in pieces of one megabyte, far below it."""
IDLE_SECONDS = 30 * 60
EXTENSIONS = ["@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget"]


def configuration(port: int, token: str) -> Config:
    """Every setting that differs from stock Voila, in one place."""
    settings = Config()
    settings.Voila.ip = "127.0.0.1"
    settings.Voila.port = port
    settings.Voila.port_retries = 0
    settings.Voila.token = token
    settings.Voila.open_browser = False
    settings.Voila.log_level = logging.WARNING
    settings.Voila.tornado_settings = {
        "websocket_max_message_size": MESSAGE_LIMIT,
        "cookie_options": {"httponly": True, "samesite": "Strict"},
    }
    settings.VoilaConfiguration.template = "workbook"
    settings.VoilaConfiguration.allow_template_override = "NO"
    settings.VoilaConfiguration.allow_theme_override = "NO"
    settings.VoilaConfiguration.strip_sources = True
    settings.VoilaConfiguration.show_tracebacks = False
    settings.VoilaConfiguration.file_allowlist = []
    settings.VoilaConfiguration.extension_allowlist = EXTENSIONS
    settings.VoilaConfiguration.multi_kernel_manager_class = WorkbookKernels
    settings.VoilaConfiguration.page_config_hook = with_assets
    settings.VoilaExecutor.timeout = 300
    settings.MappingKernelManager.cull_idle_timeout = IDLE_SECONDS
    settings.MappingKernelManager.cull_interval = 60
    settings.MappingKernelManager.cull_connected = False
    settings.PasswordIdentityProvider.cookie_options = {"httponly": True, "samesite": "Strict"}
    return settings


def with_assets(current_page_config: dict[str, Any], base_url: str, **_: Any) -> dict[str, Any]:
    """Tell the template where our public files lie."""
    current_page_config["workbookParts"] = address(base_url, "parts.js")
    current_page_config["workbookStyle"] = address(base_url, "workbook.css")
    current_page_config["workbookPlotly"] = address(base_url, "plotly.js")
    return current_page_config


class WorkbookVoila(Voila):  # type: ignore[misc]
    """Voila with our doors."""

    def init_settings(self) -> dict[str, Any]:
        """Compressed answers; everything else as stock."""
        settings: dict[str, Any] = super().init_settings()
        return settings | {"compress_response": True, "default_handler_class": NotHere}

    def init_handlers(self) -> list[Any]:
        """Stock routes less the file routes, with our own app, door and static files in front."""
        kept = []
        for route in super().init_handlers():
            if "/voila/files/" in route[0] or "/login" in route[0] or "/logout" in route[0]:
                continue
            kept.append(
                (route[0], AppHandler, *route[2:])
                if route[0].endswith("/(.*)") and "notebook_path" in (route[2:] or [{}])[0]
                else route
            )
        return [(ROUTE, AssetHandler), (r"/login", ClosedDoor), (r"/voila/files/(.*)", NotHere), *room_routes(), *kept]


def prepare_environment() -> None:
    """Let Jupyter find our template and settings, before anything asks for its paths."""
    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH"):
        known = os.environ.get(name, "")
        if str(SHARE) not in known.split(os.pathsep):
            os.environ[name] = os.pathsep.join(filter(None, [str(SHARE), known]))
