import { mount } from "svelte";
import App from "./App.svelte";
import { refuseDrops } from "./lib/drops";
import { atStart, applyTheme } from "./lib/theme";
import { useLanguage } from "./lib/text.svelte";
import "./styles/tokens.css";
import "./styles/base.css";

const { theme, language } = atStart();
applyTheme(theme);
useLanguage(language);
refuseDrops();

mount(App, { target: document.getElementById("app")! });
