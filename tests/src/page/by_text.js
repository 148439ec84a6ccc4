// The first visible element that a selector means and in which a text can be read.
const [selector, text] = arguments;
const read = (element) => element.innerText.replace(/[\u2066-\u2069]/g, "");
return (
  [...document.querySelectorAll(selector)].find(
    (element) => element.checkVisibility() && (text === "" || read(element).includes(text)),
  ) ?? null
);
