// A heading that opens what lies under it.
export function fold({ model, el }) {
  const button = make("button", { type: "button", class: "wb-fold-button", onclick: () => model.send({ open: !model.get("opened") }) }, model.get("title"));
  el.append(make("h2", { class: "wb-fold-heading" }, button));
  return onChange(model, ["opened"], () => button.setAttribute("aria-expanded", String(model.get("opened"))));
}
