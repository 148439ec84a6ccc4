import "../src/App.en.ftl";
import "../src/styles/tokens.css";
import "../src/styles/base.css";

// Screens that are fetched when somebody goes there are compiled when they are first asked for, which on a busy machine
// takes longer than any screen may take to settle.
import.meta.glob("../src/routes/**/*.svelte", { eager: true });
