"""What whoever runs the workbook for others needs: settings for a web server, systemd and JupyterHub, and a page to read."""
