// A button for work that takes its time: a bar, the time that remains, and a way to stop it.
export function long_work({ model, el }) {
  const help = make("p", { class: "wb-help" });
  const button = make("button", { type: "button", class: "wb-button", onclick: () => { button.disabled = true; model.send({ press: true }); } });
  const bar = make("progress", { max: 1, value: 0, "aria-label": "Progress" });
  const stop = make("button", { type: "button", class: "wb-link", onclick: () => model.send({ cancel: true }) }, "Cancel");
  const says = make("div", { class: "wb-note", role: "status" });
  el.append(make("div", { class: "wb-action" }, help, make("div", { class: "wb-actions" }, button, bar, stop), says));
  return onChange(model, ["state"], () => {
    const state = model.get("state");
    help.textContent = state.help || "";
    help.hidden = !state.help;
    button.textContent = state.label || "";
    button.disabled = Boolean(state.running);
    bar.hidden = stop.hidden = !state.running;
    if (state.share !== undefined) bar.value = state.share;
    says.replaceChildren(...paragraphs(state.says || ""));
    says.className = state.problem ? "wb-note wb-error" : "wb-note";
  });
}
