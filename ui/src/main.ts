import { mount } from "svelte";
import App from "./App.svelte";
import { atStart, applyTheme } from "./lib/theme";
import { useLanguage } from "./lib/text.svelte";
import "./styles/tokens.css";
import "./styles/base.css";

const { theme, language } = atStart();
applyTheme(theme);
useLanguage(language);

mount(App, { target: document.getElementById("app")! });
