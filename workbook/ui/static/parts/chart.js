// A Plotly figure: the finding as its heading, alternative text, the same data as a table, downloads, both themes.
const themed = (layout, node) => {
  const style = getComputedStyle(node);
  const colour = (name) => style.getPropertyValue(name).trim();
  const axis = { gridcolor: colour("--wb-line"), zerolinecolor: colour("--wb-line-strong"), linecolor: colour("--wb-line-strong"), automargin: true };
  const result = {
    ...layout, title: undefined, autosize: true,
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: style.fontFamily, size: 13, ...(layout.font || {}), color: colour("--wb-ink") },
    margin: { l: 60, r: 20, t: 12, b: 48, ...(layout.margin || {}) },
    hoverlabel: { bgcolor: colour("--wb-raised"), bordercolor: colour("--wb-line-strong"), font: { color: colour("--wb-ink") } },
  };
  for (const key of Object.keys(layout).concat("xaxis", "yaxis"))
    if (/^[xy]axis\d*$/.test(key)) result[key] = { ...axis, ...(layout[key] || {}) };
  return result;
};

const titleOf = (layout) => typeof layout.title === "string" ? layout.title : layout.title?.text || "";
const axisTitle = (axis, fallback) => (typeof axis?.title === "string" ? axis.title : axis?.title?.text) || fallback;

const figureRows = (figure) => {
  const rows = [];
  for (const trace of figure.data || []) {
    if (trace.hoverinfo === "skip" && !trace.name) continue;
    const across = trace.x || [], up = trace.y || [];
    for (let i = 0; i < Math.max(across.length, up.length) && rows.length < 2000; i++) {
      const point = { series: trace.name || "", x: across[i] ?? "", y: up[i] ?? "" };
      const spread = trace.error_x || trace.error_y;
      if (spread?.array) { point.minus = (spread.arrayminus || spread.array)[i]; point.plus = spread.array[i]; }
      rows.push(point);
    }
  }
  return rows;
};

const figureTable = (figure) => {
  const rows = figureRows(figure);
  const spread = rows.some((row) => "plus" in row);
  const show = (value) => (typeof value === "number" ? significant(value) : String(value));
  const titles = ["Series", axisTitle(figure.layout?.xaxis, "Across"), axisTitle(figure.layout?.yaxis, "Up"), ...(spread ? ["minus", "plus"] : [])];
  return make("div", { class: "wb-table-scroll", tabindex: "0", role: "group", "aria-label": "The chart's data as a table" },
    make("table", { class: "wb-table" },
      make("thead", {}, make("tr", {}, titles.map((title) => make("th", { scope: "col" }, title)))),
      make("tbody", {}, rows.map((row) => make("tr", {}, [row.series, row.x, row.y, ...(spread ? [row.minus ?? "", row.plus ?? ""] : [])]
        .map((value) => make("td", {}, show(value))))))));
};

const mountChart = ({ model, plotly }, host) => {
  const heading = make("figcaption", { class: "wb-chart-title" });
  const canvas = make("div", { class: "wb-chart-canvas", role: "img" });
  const table = make("div", { hidden: true });
  let figure = null, drawn = null, library = null, drawing = false, again = false, behind = false, near = true, later = 0;
  const picture = async (format) => { // also of a chart that is not drawn yet
    library ??= await plotly();
    await library.downloadImage(
      { data: figure.data, layout: { ...figure.layout, paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff" } },
      { format, width: 1000, height: figure.layout?.height || 460, scale: 2, filename: "chart" });
  };
  const toggle = make("button", { type: "button", class: "wb-link", "aria-expanded": "false", onclick: () => {
    table.hidden = !table.hidden;
    toggle.setAttribute("aria-expanded", String(!table.hidden));
    toggle.textContent = table.hidden ? "Show as table" : "Hide table";
    if (!table.hidden) table.replaceChildren(figureTable(figure));
  } }, "Show as table");
  const tools = make("div", { class: "wb-chart-tools" }, toggle,
    make("button", { type: "button", class: "wb-link", onclick: () => picture("png") }, "PNG"),
    make("button", { type: "button", class: "wb-link", onclick: () => picture("svg") }, "SVG"));
  host.replaceChildren(make("figure", { class: "wb-chart" }, heading, canvas, tools, table));

  const paint = async () => {
    if (drawing) { again = true; return; }
    drawing = true;
    do {
      again = false;
      library ??= await plotly();
      await library.react(canvas, figure.data, themed(figure.layout || {}, canvas), { displayModeBar: false, responsive: true, typesetMath: false });
      if (!drawn) {
        const tell = (kind) => (event) => model.send({ event: kind, points: (event?.points || []).map(
          (point) => ({ curve: point.curveNumber, index: point.pointIndex, x: point.x, y: point.y, customdata: point.customdata ?? null })) });
        canvas.on("plotly_click", tell("click"));
        canvas.on("plotly_selected", tell("selected"));
      }
      drawn = true;
      canvas.dataset.drawn = String(Number(canvas.dataset.drawn || 0) + 1);
    } while (again);
    drawing = false;
  };
  // What nobody can see waits: a hidden stage until it is shown, a picture further down until the hand rests.
  const paintWhenSeen = () => {
    clearTimeout(later);
    if (drawn && !canvas.clientWidth) behind = true;
    else if (drawn && !near) later = setTimeout(paint, 150);
    else paint();
  };
  const show = (next, alternative) => {
    figure = next;
    const title = titleOf(figure.layout || {});
    heading.textContent = title;
    heading.hidden = Boolean(title) && (alternative || "").startsWith(title); // the sentence above says it already
    canvas.setAttribute("aria-label", alternative || title || "Chart");
    canvas.style.height = `${figure.layout?.height || 380}px`;
    if (!table.hidden) table.replaceChildren(figureTable(figure));
    paintWhenSeen();
  };
  const repaint = () => { if (figure) paintWhenSeen(); };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", repaint);
  addEventListener("workbook-theme", repaint);
  const watch = new ResizeObserver(() => {
    if (!drawn || !canvas.clientWidth) return;
    if (behind) { behind = false; paint(); }
    library.Plots.resize(canvas);
  });
  watch.observe(canvas);
  const seen = new IntersectionObserver((entries) => { near = entries[entries.length - 1].isIntersecting; }, { rootMargin: "200px" });
  seen.observe(canvas);
  return { show, end: () => {
    dark.removeEventListener("change", repaint);
    removeEventListener("workbook-theme", repaint);
    clearTimeout(later);
    watch.disconnect();
    seen.disconnect();
    if (library) library.purge(canvas);
  } };
};
