"""What kernels of a page see: the names of files that configure, and nothing that looks like a secret."""

from __future__ import annotations

import pytest

from workbook.server.environment import kernel_environment


@pytest.mark.parametrize("name", ["WORKBOOK_CONNECTIONS", "WORKBOOK_ENDPOINTS", "WORKBOOK_REGISTRIES"])
def test_files_that_configure_are_passed_on(name):
    assert kernel_environment({name: "things.yaml"})[name] == "things.yaml"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKBOOK_ENDPOINT_LOANS", "https://host/x"),
        ("WORKBOOK_REGISTRY_BANK", "https://me:pw@host"),
        ("MLFLOW_TRACKING_PASSWORD", "hunter2"),
        ("MLFLOW_TRACKING_URI", "https://me:pw@host"),
        ("WORKBOOK_ENDPOINTS", "https://me:pw@host"),
    ],
)
def test_addresses_and_passwords_are_not(name, value):
    assert name not in kernel_environment({name: value})
