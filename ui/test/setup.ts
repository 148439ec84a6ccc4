import "../src/styles/tokens.css";
import "../src/styles/base.css";

// A screen that is fetched when somebody goes there is there already: how long that takes is no matter of these tests.
import.meta.glob("../src/routes/**/*.svelte", { eager: true });
