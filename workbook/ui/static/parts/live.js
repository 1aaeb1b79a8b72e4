// A live result: what it says, its picture or table, and a button that records it as evidence.
export function live({ model, el, plotly }) {
  const says = make("div", { class: "wb-says", "aria-live": "polite" });
  const shows = make("div", { class: "wb-shows" });
  const status = make("p", { class: "wb-note", role: "status" });
  const record = make("button", { type: "button", class: "wb-button", onclick: () => model.send({ record: true }) });
  const actions = make("div", { class: "wb-actions" }, record, status);
  el.append(make("section", { class: "wb-live", "aria-label": model.get("label") || "Result" }, says, shows, actions));
  let mounted = null, kind = "", pieces = new Map();
  // The traces by name: what did not change keeps its identity, so that Plotly leaves it alone.
  const assembled = (state) => {
    for (const [name, piece] of Object.entries(state.pieces || {})) if (!pieces.has(name)) pieces.set(name, piece);
    const missing = state.figure.data.filter((name) => !pieces.has(name));
    if (missing.length) { model.send({ pieces: missing }); return null; }
    pieces = new Map(state.figure.data.map((name) => [name, pieces.get(name)]));
    return { data: state.figure.data.map((name) => pieces.get(name)), layout: state.figure.layout };
  };
  const draw = () => {
    const state = JSON.parse(model.get("state") || "{}");
    says.className = state.problem ? "wb-says wb-not-yet" : "wb-says";
    says.replaceChildren(...paragraphs(state.problem || state.says || ""));
    const next = state.figure ? "figure" : state.table ? "table" : "";
    if (next !== kind) {
      mounted?.end();
      shows.replaceChildren();
      mounted = next === "figure" ? mountChart({ model, plotly }, shows) : next === "table" ? mountTable(shows) : null;
      kind = next;
    }
    const figure = next === "figure" ? assembled(state) : null;
    if (figure) mounted.show(figure, state.alternative);
    if (next === "table") mounted.show(state.table, state.says || "");
    record.hidden = !state.record;
    record.textContent = state.record || "";
    status.textContent = state.status || "";
    actions.hidden = !state.record && !state.status;
  };
  const arrived = (message) => {
    if (!Object.keys(message.pieces || {}).length) return;
    for (const [name, text] of Object.entries(message.pieces)) pieces.set(name, JSON.parse(text));
    draw();
  };
  model.on("msg:custom", arrived);
  const end = onChange(model, ["state"], draw);
  return () => { end(); model.off("msg:custom", arrived); mounted?.end(); };
}
