// A field for an identifier: what is written goes to the kernel once, and stays nowhere.
export function find_row({ model, el }) {
  const id = fresh("find");
  const entry = make("input", { id, type: "text", class: "wb-short", autocomplete: "off", "aria-describedby": `${id}-says`,
    onkeydown: (event) => { if (event.key === "Enter") send(); } });
  const button = make("button", { type: "button", class: "wb-button wb-quiet", onclick: () => send() }, "Take this row");
  const label = make("label", { class: "wb-label", for: id });
  const says = make("p", { class: "wb-note", id: `${id}-says`, role: "status" });
  const send = () => { if (entry.value.trim()) { button.disabled = true; model.send({ find: entry.value }); } };
  el.append(make("div", { class: "wb-form wb-one" }, make("div", { class: "wb-field" }, label, make("div", { class: "wb-actions" }, entry, button), says)));
  return onChange(model, ["state"], () => {
    const state = model.get("state");
    label.textContent = state.label || "";
    button.disabled = false;
    says.textContent = state.says || "";
    says.className = state.problem ? "wb-note wb-error" : "wb-note";
  });
}
