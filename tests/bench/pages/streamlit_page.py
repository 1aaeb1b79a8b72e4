"""The page in Streamlit."""

import plotly.graph_objects as go
import streamlit as st

from tests.bench.pages.charts import CHARTS, READY, figure

value = st.slider("value", 0, 100, 1)
for place in range(CHARTS):
    st.plotly_chart(go.Figure(figure(place, value)), key=f"chart{place}")
st.write(READY, f"value {value}")
