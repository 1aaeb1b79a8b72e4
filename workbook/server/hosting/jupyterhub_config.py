"""JupyterHub for the workbook: people log in at the Hub and are themselves, in the browser app and in JupyterLab.

The Hub, the workbook and the people's servers share one environment: pip install "ai-use-case-workbook[jupyterhub,postgresql]".
The proxy comes from npm: npm install -g configurable-http-proxy.
"""
# mypy: ignore-errors
# ruff: noqa: F821  the Hub gives get_config

WORKBOOK = "/opt/workbook/bin/workbook"
DATABASE = "postgresql:///workbook"

c = get_config()
c.JupyterHub.public_url = "https://workbook.example.org/"
c.JupyterHub.bind_url = "http://127.0.0.1:8000"  # the web server with the certificate passes everything on to here

# Who may log in: the accounts of this machine. Another way to log in is another authenticator class; then say here who may.
c.JupyterHub.authenticator_class = "pam"
c.Authenticator.allow_all = True

# The browser app, once for everybody, at /services/workbook/. It believes the Hub about who somebody is, and nobody else.
c.JupyterHub.services = [
    {
        "name": "workbook",
        "url": "http://127.0.0.1:8866",
        "command": [WORKBOOK, "app", "--hub"],
        "user": "workbook",
        "environment": {"WORKBOOK_DB": DATABASE},
        "timeout": 180,  # seconds; a Hub that has waited longer for its service does not start
        "oauth_no_confirm": True,  # the Hub's own service: people are not asked whether they trust it
    }
]
c.JupyterHub.load_roles = [{"name": "user", "scopes": ["self", "access:services!service=workbook"]}]

# JupyterLab, one server a person. Whoever runs code there reads what their own database account reads: give each person
# an account of that name (createuser NAME), so that it is the database which knows who asks.
c.Spawner.cmd = [WORKBOOK, "lab", "--hub"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
c.Spawner.environment = {"WORKBOOK_DB": DATABASE}

# Servers of people who do not trust each other need host names of their own; without this the pages of one can act in the
# browser of another who visits them:
# c.JupyterHub.subdomain_host = "https://workbook.example.org"
