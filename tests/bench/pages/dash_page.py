"""The page in Dash."""

import sys

import plotly.graph_objects as go
from dash import Dash, Input, Output, dcc, html

from tests.bench.pages.charts import CHARTS, READY, figure

app = Dash(__name__)
graphs = [dcc.Graph(id=f"chart{place}") for place in range(CHARTS)]
app.layout = html.Div([dcc.Slider(0, 100, 1, value=1, id="slider"), *graphs, html.Div(id="told")])


@app.callback(
    [*(Output(f"chart{place}", "figure") for place in range(CHARTS)), Output("told", "children")],
    Input("slider", "value"),
)
def move(value: int) -> list[go.Figure | str]:
    """Draw all anew."""
    return [*(go.Figure(figure(place, value)) for place in range(CHARTS)), f"{READY} value {value}"]


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
