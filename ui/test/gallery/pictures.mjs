// Saves a picture of every screen in every state: `npm run pictures [-- name…]`.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium as driver } from "playwright";
import { build, preview } from "vite";
import { chromium } from "../chromium.mjs";

const sizes = [
  [420, 760],
  [960, 760],
  [1440, 900],
];
const themes = ["light", "dark"];
const folder = fileURLToPath(new URL("../../../target/pictures/ui/", import.meta.url));
const wanted = process.argv.slice(2).filter((one) => !one.startsWith("--"));
const language = process.argv.find((one) => one.startsWith("--language="))?.split("=")[1];

mkdirSync(folder, { recursive: true });
// Built once: a picture then costs one page load, not two hundred modules.
const gallery = { configFile: fileURLToPath(new URL("vite.config.ts", import.meta.url)), logLevel: "warn" };
await build(gallery);
const server = await preview(gallery);
const address = server.resolvedUrls.local[0];
const browser = await driver.launch(chromium());

const list = await browser.newPage();
await list.goto(address);
const scenes = (await list.getByRole("link").allTextContents()).filter(
  (name) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)),
);
await list.close();

let failures = 0;
async function shoot(theme) {
  for (const [width, height] of sizes) {
    const context = await browser.newContext({ viewport: { width, height }, locale: "en-GB", timezoneId: "Europe/Paris", reducedMotion: "reduce" });
    const page = await context.newPage();
    page.on("pageerror", (error) => console.error(error.message));
    for (const scene of scenes) {
      try {
        await page.goto(`${address}?scene=${scene}&theme=${theme}${language ? `&language=${language}` : ""}`);
        await page.waitForSelector("body[data-settled]", { timeout: 8000 });
        if (scene === "profile-loading") await page.waitForTimeout(400);
        await page.evaluate(() => scrollTo(0, 0));
        const name = [scene, language, width, theme].filter(Boolean).join("-");
        // What lies over the page is seen as the window shows it.
        const isCovered = await page.evaluate(() => document.querySelector("dialog[open], .menu:popover-open") !== null);
        await page.screenshot({ path: `${folder}${name}.png`, fullPage: !isCovered, animations: "disabled" });
      } catch (error) {
        failures += 1;
        console.error(`${scene} ${width} ${theme}: ${error.message.split("\n")[0]}`);
      }
    }
    await context.close();
  }
}
await Promise.all(themes.map(shoot));

await browser.close();
await server.close();
console.log(`${scenes.length} screens, ${failures} failures, in ${folder}`);
process.exit(failures === 0 ? 0 : 1);
