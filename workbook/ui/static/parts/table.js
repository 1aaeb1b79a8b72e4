// A table that can be sorted, with intervals drawn in their cell.
const cellNumber = (cell) => (Array.isArray(cell) ? cell[0] : cell);
const verdictShape = { gap: "▲", "no gap": "●", "cannot tell": "◆", pass: "●", fail: "▲", stale: "◷", "not assessed": "○", "may be unlawful": "▲",
  alarm: "▲", quiet: "●", "not asked": "○", better: "▲", worse: "▼", "the best": "★", "the same": "=",
  failed: "▲", held: "●", "does not answer": "▲", "out of date": "◷", "not tried": "○", open: "▲" };

const writeValue = (column, value) => {
  if (value === null || value === undefined) return "–";
  if (column.kind === "count") return number(value, { maximumFractionDigits: 0 });
  if (column.kind === "rate") return percent(value);
  if (column.kind === "money") return `${number(value, { maximumFractionDigits: 0 })}${column.unit ? ` ${column.unit}` : ""}`;
  if (column.kind === "probability") return value < 0.001 ? "< 0.001" : number(value, { maximumFractionDigits: 3 });
  if (column.kind === "number") return `${significant(value)}${column.unit ? ` ${column.unit}` : ""}`;
  return String(value);
};

const intervalCell = (column, cell, scale) => {
  const [value, low, high] = cell || [null, null, null];
  const write = (x) => (column.unit === "count" ? number(x) : column.unit ? `${significant(x)}` : percent(x));
  if (value === null) return ["–"];
  const words = make("span", { class: "wb-estimate" }, make("span", {}, write(value)),
    low === null ? null : make("span", { class: "wb-range" }, ` ${write(low)} to ${write(high)}`));
  if (low === null || scale.high <= scale.low) return [words];
  const at = (x) => `${(100 * (x - scale.low)) / (scale.high - scale.low)}%`;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "wb-interval");
  svg.setAttribute("aria-hidden", "true");
  const draw = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, x] of Object.entries(attributes)) node.setAttribute(name, x);
    svg.appendChild(node);
  };
  draw("line", { x1: at(low), x2: at(high), y1: "50%", y2: "50%" });
  draw("circle", { cx: at(value), cy: "50%", r: "3.5" });
  return [make("span", { class: "wb-interval-cell" }, svg, words)];
};

const verdictCell = (value) => make("span", { class: `wb-verdict wb-verdict-${String(value).replace(/ /g, "-")}` },
  `${verdictShape[value] ? `${verdictShape[value]} ` : ""}${value ?? "–"}`);

// No cell may begin as a formula does (OWASP, CSV injection), nor what becomes a cell where a semicolon or a tab parts them.
const FORMULA = /(^|[;|\t\r\n])( *)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g;
const safeForSpreadsheet = (text) => (text.trim() && !Number.isNaN(Number(text)) ? text : text.replace(FORMULA, "$1$2'").replace(/^(?=[\t\r\n])/, "'"));
const asCsv = (view) => {
  const quoted = (value) => `"${safeForSpreadsheet(String(value ?? "")).replace(/"/g, '""')}"`;
  const titles = view.columns.flatMap((column) => (column.kind === "interval" ? [column.title, `${column.title} low`, `${column.title} high`] : [column.title]));
  const lines = view.rows.map((row) => view.columns.flatMap((column) => (column.kind === "interval" ? row[column.key] || ["", "", ""] : [row[column.key]])));
  return [titles, ...lines].map((line) => line.map(quoted).join(",")).join("\r\n");
};

const mountTable = (host) => {
  let view = null, said = "", order = { key: null, down: false };
  const scroll = make("div", { class: "wb-table-scroll", tabindex: "0", role: "group" });
  const tools = make("div", { class: "wb-chart-tools" }, make("button", { type: "button", class: "wb-link", onclick: () => saveFile("table.csv", "text/csv", asCsv(view)) }, "CSV"));
  const draw = () => {
    const rows = [...view.rows];
    if (order.key) rows.sort((a, b) => {
      const [x, y] = [cellNumber(a[order.key]), cellNumber(b[order.key])];
      const result = typeof x === "number" && typeof y === "number" ? x - y : String(x ?? "").localeCompare(String(y ?? ""));
      return order.down ? -result : result;
    });
    const head = view.columns.map((column) => make("th", {
      scope: "col", class: column.kind === "text" || column.kind === "verdict" ? null : "wb-right",
      "aria-sort": order.key === column.key ? (order.down ? "descending" : "ascending") : "none",
    }, make("button", { type: "button", class: "wb-sort", onclick: () => {
      order = { key: column.key, down: order.key === column.key && !order.down };
      draw();
    } }, column.title)));
    const scales = Object.fromEntries(view.columns.filter((column) => column.kind === "interval").map((column) => {
      const all = view.rows.flatMap((row) => row[column.key] || []).filter((x) => typeof x === "number");
      return [column.key, { low: Math.min(0, ...all), high: Math.max(...all) }];
    }));
    const body = rows.map((row) => make("tr", {}, view.columns.map((column, place) => make(
      place === 0 ? "th" : "td", { scope: place === 0 ? "row" : null, class: column.kind === "text" || column.kind === "verdict" ? null : "wb-right" },
      column.kind === "interval" ? intervalCell(column, row[column.key], scales[column.key])
        : column.kind === "verdict" ? verdictCell(row[column.key]) : writeValue(column, row[column.key])))));
    scroll.setAttribute("aria-label", view.caption || "Table");
    scroll.replaceChildren(make("table", { class: "wb-table" }, make("caption", { class: view.caption && said.startsWith(view.caption) ? "wb-unseen" : null }, view.caption || ""), make("thead", {}, make("tr", {}, head)), make("tbody", {}, body)));
    if (scroll.parentElement !== host) host.replaceChildren(scroll, tools); // else the button stays as it is under the pointer
  };
  return { show: (next, above = "") => { view = next; said = above; draw(); }, end: () => {} };
};
