// A live result: what it says, its picture or table, and a button that records it as evidence.
export function live({ model, el, plotly }) {
  const says = make("div", { class: "wb-says", "aria-live": "polite" });
  const shows = make("div", { class: "wb-shows" });
  const status = make("p", { class: "wb-note", role: "status" });
  const record = make("button", { type: "button", class: "wb-button", onclick: () => model.send({ record: true }) });
  const actions = make("div", { class: "wb-actions" }, record, status);
  el.append(make("section", { class: "wb-live", "aria-label": model.get("label") || "Result" }, says, shows, actions));
  let mounted = null, kind = "";
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
    if (next === "figure") mounted.show(state.figure, state.alternative);
    if (next === "table") mounted.show(state.table);
    record.hidden = !state.record;
    record.textContent = state.record || "";
    status.textContent = state.status || "";
    actions.hidden = !state.record && !state.status;
  };
  const end = onChange(model, ["state"], draw);
  return () => { end(); mounted?.end(); };
}
