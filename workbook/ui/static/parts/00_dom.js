// Small helpers that all parts use. Text always goes through textContent: nothing from data or people is markup.
const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "hidden" || name === "disabled") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
};

const fresh = (() => { let count = 0; return (stem) => `wb-${stem}-${++count}`; })();

const paragraphs = (text) => text.split(/\n\s*\n/).filter(Boolean).map((part) => make("p", {}, part));

const onChange = (model, names, draw) => {
  for (const name of names) model.on(`change:${name}`, draw);
  draw();
  return () => { for (const name of names) model.off(`change:${name}`, draw); };
};

const saveFile = (name, type, content) => {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = make("a", { href: address, download: name });
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
};

const number = (value, options = {}) => value === null || value === undefined || Number.isNaN(value)
  ? "–" : Number(value).toLocaleString("en-GB", options);
const percent = (value) => value === null || value === undefined || Number.isNaN(value)
  ? "–" : `${number(100 * value, { maximumFractionDigits: 1 })} %`;
const significant = (value) => number(value, Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });

// In JupyterLab the page follows Lab's theme; elsewhere the system's, or what the person chose.
const labTheme = () => ({ true: "light", false: "dark" })[document.body.dataset.jpThemeLight] || "";
if (labTheme()) {
  const follow = () => { document.documentElement.dataset.theme = labTheme(); dispatchEvent(new Event("workbook-theme")); };
  follow();
  new MutationObserver(follow).observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
}
