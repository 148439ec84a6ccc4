import { mount } from "svelte";
import App from "../../src/App.svelte";
import { href } from "../../src/lib/router.svelte";
import { addLocale } from "../../src/lib/text.svelte";
import "../../src/styles/base.css";
import "../../src/styles/tokens.css";
import type { Theme } from "../../src/lib/api";
import { settings } from "../fixtures";
import { pseudo, pseudoRtl } from "../pseudo";
import { scenarios } from "../scenarios";
import { play } from "../play";

// `?scene=profile&theme=dark&language=en-x-pseudo`; without a scene, the list of all.
const query = new URLSearchParams(location.search);
const scene = scenarios[query.get("scene") ?? ""];
addLocale(pseudo);
addLocale(pseudoRtl);

if (scene) {
  const theme = (query.get("theme") ?? "system") as Theme;
  const language = query.get("language") ?? "en";
  const desk = scene.desk();
  desk.adjust("settings", (before) => ({ ...(before as typeof settings), theme, language }));
  desk.install();
  history.replaceState(null, "", location.pathname + location.search + href(scene.route));
  mount(App, { target: document.getElementById("app")! });
  if (language === "en") play(scene).then(() => (document.body.dataset["settled"] = "true"));
  else document.body.dataset["settled"] = "true";
} else {
  const list = document.createElement("ul");
  for (const name of Object.keys(scenarios)) {
    const link = document.createElement("a");
    link.href = `?scene=${name}`;
    link.textContent = name;
    list.append(Object.assign(document.createElement("li")));
    list.lastElementChild!.append(link);
  }
  document.body.append(list);
}
