// One case: values on the left, what follows on the right. One message is under way at a time, the last of each kind wins.
const scalePicture = (scale) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  node.setAttribute("class", "wb-try-scale");
  node.setAttribute("viewBox", "0 0 400 64");
  node.setAttribute("aria-hidden", "true");
  const at = (value) => 10 + 380 * Math.min(Math.max((value - scale.low) / (scale.high - scale.low || 1), 0), 1);
  const draw = (tag, attributes, text) => {
    const part = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
    if (text) part.textContent = text;
    node.appendChild(part);
  };
  if (scale.unsure) draw("rect", { class: "wb-try-unsure", x: at(scale.unsure[0]), width: Math.max(at(scale.unsure[1]) - at(scale.unsure[0]), 0), y: 20, height: 24, rx: 3 });
  draw("line", { class: "wb-try-axis", x1: 10, x2: 390, y1: 32, y2: 32 });
  draw("line", { class: "wb-try-line", x1: at(scale.threshold), x2: at(scale.threshold), y1: 14, y2: 50 });
  draw("text", { x: at(scale.threshold), y: 11, "text-anchor": at(scale.threshold) > 340 ? "end" : at(scale.threshold) < 60 ? "start" : "middle" }, `threshold ${significant(scale.threshold)}`);
  draw("text", { x: 10, y: 62 }, scale.left);
  draw("text", { x: 390, y: 62, "text-anchor": "end" }, scale.right);
  if (scale.begun !== scale.score && scale.begun !== null) draw("circle", { class: "wb-try-begun", cx: at(scale.begun), cy: 32, r: 6 });
  if (scale.score !== null) draw("circle", { class: "wb-try-now", cx: at(scale.score), cy: 32, r: 7 });
  return node;
};

const tryText = (value) => (value === null || value === undefined ? "" : typeof value === "number" ? String(Number(value.toPrecision(12))) : String(value));

// A field keeps its nodes while the person moves it: only what it says is renewed.
const tryField = (spec, send) => {
  const id = fresh("try");
  const note = make("span", { class: "wb-help" });
  const error = make("p", { class: "wb-error", id: `${id}-error`, role: "alert", hidden: true });
  const back = make("button", { type: "button", class: "wb-link", hidden: true, onclick: () => { field.clear(); send(field.begun); } });
  let typedText = "", entry, range = null;
  const clear = () => { typedText = null; };
  const commit = (value) => { if (value !== typedText) { typedText = value; send(value); } };
  if (spec.kind === "choice") {
    entry = make("select", { id, "aria-describedby": `${id}-error`, onchange: () => send(entry.selectedIndex < entry.dataset.extra ? null : entry.value) });
  } else {
    entry = make("input", { id, type: "text", inputmode: "decimal", class: "wb-short", "aria-describedby": `${id}-error`,
      onchange: () => commit(entry.value), onkeydown: (event) => { if (event.key === "Enter") commit(entry.value); } });
    range = make("input", { type: "range", min: spec.low, max: spec.high, step: spec.step, "aria-label": `${spec.name}, slider`,
      oninput: () => { entry.value = tryText(Number(range.value)); typedText = entry.value; send(Number(range.value)); } });
  }
  const node = make("div", { class: "wb-try-field", "data-field": spec.name }, make("label", { for: id, class: "wb-label" }, spec.name),
    make("span", { class: "wb-try-entry" }, entry, range), note, back, error);
  const field = {
    node, begun: spec.begun, clear,
    show: (next, refused, quiet) => {
      field.begun = next.begun;
      node.classList.toggle("wb-try-changed", next.value !== next.begun);
      note.textContent = next.note;
      back.hidden = next.value === next.begun && !refused;
      back.textContent = `back to ${next.begun === null ? "missing" : tryText(next.begun)}`;
      back.setAttribute("aria-label", `${spec.name} ${back.textContent}`);
      error.hidden = !refused;
      error.textContent = refused?.why || "";
      if (refused) entry.setAttribute("aria-invalid", "true"); else entry.removeAttribute("aria-invalid");
      if (spec.kind === "choice") {
        const missing = next.value === null;
        entry.dataset.extra = missing ? 1 : 0;
        entry.replaceChildren(...(missing ? [make("option", {}, "(missing)")] : []), ...next.options.map((one) => make("option", { value: one }, one)));
        entry.selectedIndex = missing ? 0 : next.options.indexOf(next.value);
        return;
      }
      if (!quiet || document.activeElement !== entry) { entry.value = refused ? refused.entered : tryText(next.value); typedText = entry.value; }
      if (!quiet || document.activeElement !== range) range.value = next.value === null ? (spec.low + spec.high) / 2 : next.value;
    },
  };
  return field;
};

export function what_if({ model, el }) {
  const which = make("input", { type: "text", id: fresh("case"), class: "wb-short" });
  const look = () => ask({ choose: which.value });
  which.addEventListener("keydown", (event) => { if (event.key === "Enter") look(); });
  const hint = make("label", { for: which.id, class: "wb-label" });
  const chooser = make("div", { class: "wb-try-choose" }, hint, which, make("button", { type: "button", class: "wb-button wb-quiet", onclick: look }, "Look at it"));
  const typical = make("button", { type: "button", class: "wb-link", onclick: () => { which.value = ""; ask({ choose: "" }); } }, "A made-up, typical case");
  const title = make("p", { class: "wb-try-case" });
  const fields = make("div", { class: "wb-try-fields", role: "group", "aria-label": "Values of the case" });
  const problem = make("p", { class: "wb-error", role: "alert" });
  const picture = make("div");
  const says = make("div", { class: "wb-says", "aria-live": "polite" });
  const search = make("button", { type: "button", class: "wb-button", onclick: () => { told.textContent = "Looking …"; ask({ search: true }); } }, "What would turn it round?");
  const again = make("button", { type: "button", class: "wb-link", onclick: () => ask({ begin_again: true }) }, "Undo all changes");
  const told = make("p", { class: "wb-note", role: "status" });
  const found = make("ol", { class: "wb-try-found" });
  const result = make("div", { class: "wb-try-result" }, picture, says, make("div", { class: "wb-actions" }, search, again), told, found);
  const body = make("div", { class: "wb-try-body" }, fields, result);
  el.append(make("section", { class: "wb-live wb-try", "aria-label": "Change one thing" }, chooser, make("div", { class: "wb-actions" }, title, typical), problem, body));

  let number_sent = 0, under_way = null, waiting = [], built = "", known = new Map();
  const release = () => { under_way = ++number_sent; model.send({ ...waiting.shift(), number: under_way }); };
  const ask = (message) => {
    if ("change" in message) waiting = waiting.filter((one) => one.change !== message.change);
    waiting.push(message);
    if (under_way === null) release();
  };
  const draw = () => {
    const state = JSON.parse(model.get("state") || "{}");
    if (under_way !== null && state.answered >= under_way) {
      under_way = null;
      if (waiting.length) release();
    }
    const quiet = under_way !== null;
    chooser.hidden = !state.may_choose;
    typical.hidden = !state.chosen;
    hint.textContent = state.hint || "";
    title.textContent = state.case || "";
    problem.textContent = state.problem || "";
    problem.hidden = !state.problem;
    body.hidden = !state.fields;
    if (!state.fields) return;
    const shape = JSON.stringify(state.fields.map((one) => [one.name, one.kind, one.low, one.high, one.step]));
    if (shape !== built) {
      built = shape;
      known = new Map(state.fields.map((spec) => [spec.name, tryField(spec, (value) => ask({ change: spec.name, value }))]));
      fields.replaceChildren(...[...known.values()].map((one) => one.node));
    }
    for (const spec of state.fields) known.get(spec.name).show(spec, state.refused[spec.name], quiet);
    picture.replaceChildren(...(state.scale ? [scalePicture(state.scale)] : []));
    says.replaceChildren(...state.says.map((text) => make("p", {}, text)));
    again.hidden = state.fields.every((one) => one.value === one.begun) && !Object.keys(state.refused).length;
    told.textContent = state.told;
    found.replaceChildren(...state.proposals.map((text, place) => make("li", {}, text, " ",
      make("button", { type: "button", class: "wb-link", "aria-label": `Try it: ${text}`, onclick: () => ask({ take: place }) }, "Try it"))));
  };
  return onChange(model, ["state"], draw);
}
