import axe from "axe-core";
import { beforeAll, describe, expect, test } from "vitest";
import { addLocale, useLanguage } from "../../src/lib/text.svelte";
import { pseudo, pseudoRtl } from "../pseudo";
import { scenarios } from "../scenarios";
import { resize, showScene, targets } from "./support";

/** The house's least side of a target, in CSS pixels; WCAG 2.2 asks for 24. */
const TARGET_PX = 32;

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const names = Object.keys(scenarios);

addLocale(pseudo);
addLocale(pseudoRtl);
beforeAll(() => resize(960));

describe.each(names)("%s", (name) => {
  test("has no accessibility problem, is wide enough to hit, and reads in both themes", async () => {
    await resize(960);
    await showScene(name, "light");
    await calm();
    expect(await problems({ runOnly: rules })).toEqual([]);
    expect(document.querySelectorAll("h1")).toHaveLength(1);
    expect(document.querySelectorAll("[role=status], [aria-live=polite]")).toHaveLength(1);
    expect(document.querySelectorAll("[role=alert], [aria-live=assertive]")).toHaveLength(1);
    expect(document.querySelectorAll("body [style]:not([popover])")).toHaveLength(0);
    expect(tooSmall()).toEqual([]);

    document.documentElement.dataset["theme"] = "dark";
    expect(await problems({ runOnly: ["color-contrast"] })).toEqual([]);
  });

  test("fits 320 px, twice the text, and longer words in both directions", async () => {
    await resize(320, 640);
    await showScene(name);
    expect(overflow()).toEqual([]);

    document.documentElement.style.fontSize = "175%";
    await resize(420, 640);
    expect(overflow()).toEqual([]);
    document.documentElement.style.fontSize = "";

    for (const tag of [pseudo.tag, pseudoRtl.tag]) {
      useLanguage(tag);
      await calm();
      expect(overflow()).toEqual([]);
      expect(clipped()).toEqual([]);
    }
    useLanguage("en");
  });
});

async function problems(options: axe.RunOptions): Promise<string[]> {
  const { violations } = await axe.run(document, options);
  return violations.flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.html} ${node.failureSummary ?? ""}`));
}

/** After entrance motions, so that colours are what they will be. */
async function calm() {
  await new Promise((next) => requestAnimationFrame(next));
  document.getAnimations().forEach((one) => one.finish());
}

function tooSmall(): string[] {
  return targets()
    .map((one) => ({ one, box: (isMark(one) ? one.closest("label") ?? one : one).getBoundingClientRect() }))
    .filter(({ box }) => box.width < TARGET_PX - 0.5 || box.height < TARGET_PX - 0.5)
    .map(({ one, box }) => `${one.outerHTML.slice(0, 120)} is ${box.width}×${box.height}`);
}

/** The label around a radio button or a checkbox is hit as well as the mark itself. */
function isMark(one: HTMLElement): boolean {
  return ["radio", "checkbox"].includes(one.getAttribute("type") ?? "");
}

function overflow(): string[] {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll<HTMLElement>("body *")]
    .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden"))
    .filter((one) => one.getBoundingClientRect().right > width + 0.5 || one.getBoundingClientRect().left < -0.5)
    .map((one) => `${one.outerHTML.slice(0, 100)} sticks out`);
}

/** Boxes that hide a part of their own text; the one shortened name is whole in the menu it opens. */
function clipped(): string[] {
  return [...document.querySelectorAll<HTMLElement>("main *, dialog *")]
    .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden") && getComputedStyle(one).overflowX !== "visible")
    .filter((one) => one.scrollWidth > one.clientWidth + 1 && !["INPUT", "SELECT"].includes(one.tagName))
    .map((one) => `${one.outerHTML.slice(0, 100)} is clipped`);
}
