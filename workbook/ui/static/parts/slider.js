// The threshold: follows the hand, one message under way at a time, so that the last position always wins.
export function slider({ model, el }) {
  const name = fresh("slider");
  const input = make("input", { type: "range", id: name, "aria-describedby": `${name}-says` });
  const typed = make("input", { type: "text", inputmode: "decimal", class: "wb-short", "aria-label": "Threshold as a number" });
  const says = make("p", { id: `${name}-says`, class: "wb-note", "aria-live": "polite" });
  const declare = make("button", { type: "button", class: "wb-button", onclick: () => model.send({ declare: true }) }, "Declare this threshold");
  const back = make("button", { type: "button", class: "wb-link", onclick: () => model.send({ back: true }) }, "Back to the declared one");
  el.append(make("div", { class: "wb-slider" },
    make("label", { for: name }, model.get("label")),
    make("div", { class: "wb-slider-row" }, input, typed), says, make("div", { class: "wb-actions" }, declare, back)));
  let waiting = null, sent = null;
  const send = (position) => {
    if (sent !== null) { waiting = position; return; }
    sent = position;
    model.send({ position });
  };
  input.addEventListener("input", () => send(Number(input.value)));
  // JupyterLab keeps the change event of Enter to itself.
  let asked = null;
  const ask = () => { if (typed.value !== asked) { asked = typed.value; model.send({ typed: asked }); } };
  typed.addEventListener("focus", () => { asked = typed.value; });
  typed.addEventListener("change", ask);
  typed.addEventListener("keydown", (event) => { if (event.key === "Enter") ask(); });
  const draw = () => {
    const state = model.get("state");
    el.firstChild.hidden = !state.positions;
    input.max = String(Math.max((state.positions || 1) - 1, 0));
    input.setAttribute("aria-valuetext", state.value_text || "");
    if (waiting === null && (sent === null || state.answered === sent) && document.activeElement !== typed) typed.value = state.value_text || "";
    if (sent === null) input.value = String(state.position ?? 0);
    says.textContent = state.says || "";
    declare.hidden = !state.exploring || !state.may_declare;
    back.hidden = !state.exploring || !state.declared;
    input.dataset.answered = String(state.answered ?? "");
  };
  const acknowledged = () => {
    const state = model.get("state");
    if (sent !== null && state.answered === sent) {
      sent = null;
      if (waiting !== null) { const next = waiting; waiting = null; send(next); }
    }
    draw();
  };
  model.on("change:state", acknowledged);
  draw();
  return () => model.off("change:state", acknowledged);
}
