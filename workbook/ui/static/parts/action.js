// A button that does one thing, or hands over a file, and says what happened.
export function action({ model, el }) {
  const says = make("p", { class: "wb-note", role: "status" });
  const button = make("button", { type: "button", class: "wb-button", onclick: () => { button.disabled = true; says.textContent = "Working …"; model.send({ press: true }); } });
  const help = make("p", { class: "wb-help" });
  el.append(make("div", { class: "wb-action" }, help, make("div", { class: "wb-actions" }, button, says)));
  const arrived = (message, buffers) => {
    if (message.file) saveFile(message.file, message.type, buffers[0]);
  };
  model.on("msg:custom", arrived);
  const end = onChange(model, ["state"], () => {
    const state = model.get("state");
    button.textContent = state.label || "";
    help.textContent = state.help || "";
    help.hidden = !state.help;
    button.disabled = false;
    says.textContent = state.says || "";
    says.className = state.problem ? "wb-note wb-error" : "wb-note";
  });
  return () => { end(); model.off("msg:custom", arrived); };
}
