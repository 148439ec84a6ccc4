// The first visible element of a kind with an accessible name: the whole of it first, then the beginning of it, since a
// name may go on with what the thing does ("Continue in your browser, opens your browser").
const [selector, name] = arguments;
const clean = (text) => (text ?? "").replace(/[\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
const named = (element) => {
  const label = element.getAttribute("aria-label");
  if (label) return clean(label);
  const by = element.getAttribute("aria-labelledby");
  if (by) return clean(by.split(/\s+/).map((id) => document.getElementById(id)?.textContent).join(" "));
  if (element.labels?.length) return clean(element.labels[0].textContent);
  return clean(element.textContent) || clean(element.getAttribute("title")) || clean(element.value);
};
const visible = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
return (
  visible.find((element) => named(element) === name) ??
  visible.find((element) => named(element).startsWith(name)) ??
  null
);
