import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands, userEvent } from "vitest/browser";
import { scenarios } from "../scenarios";
import { resize, showScene, targets } from "./support";

/** What a ring around the focused thing is at least, in CSS pixels (WCAG 2.2, 2.4.13). */
const RING_PX = 2;

beforeAll(async () => {
  await resize(960);
  await commands.forceColors(true);
});
afterAll(() => commands.forceColors(false));

// Forced colours take every background and shadow away: what is left has to do, with the keyboard alone.
describe.each(Object.keys(scenarios))("%s", (name) => {
  test("shows its edges, its choices and the focus in forced colours, and everything is reached by the keyboard", async () => {
    await showScene(name);
    expect(matchMedia("(forced-colors: active)").matches).toBe(true);
    expect(targets().filter(isEdgeless).map(short)).toEqual([]);
    expect(targets().filter((one) => !isReached(one)).map(short)).toEqual([]);

    // From here on the browser takes the person for one with a keyboard.
    await userEvent.keyboard("{Tab}");
    expect(targets().filter(isLost).map(short)).toEqual([]);
  });
});

const short = (one: HTMLElement) => one.outerHTML.slice(0, 160);

/** A field or a button that only its colour would tell from the page. What is called quiet is told by its place, as text is. */
function isEdgeless(one: HTMLElement): boolean {
  if (one.matches("a, summary, .quiet, [type=radio], [type=checkbox], [type=file]")) return false;
  const { borderTopWidth, borderTopStyle, borderBottomWidth, borderBottomStyle } = getComputedStyle(one);
  const isDrawn = (width: string, style: string) => parseFloat(width) > 0 && style !== "none" && style !== "hidden";
  return !isDrawn(borderTopWidth, borderTopStyle) && !isDrawn(borderBottomWidth, borderBottomStyle);
}

/** In a list with one stop the arrows lead to the others. */
function isReached(one: HTMLElement): boolean {
  const list = one.closest("[role=menu], [role=listbox], [role=tablist], [role=radiogroup]");
  return one.tabIndex >= 0 || (list?.querySelector("[tabindex='0']") ?? null) !== null;
}

/** It takes the focus and nobody can see it. What stands behind a dialog takes none, and need not. */
function isLost(one: HTMLElement): boolean {
  one.focus();
  if (document.activeElement !== one) return document.querySelector("dialog:modal") === null && !one.closest("[inert]");
  const ringed = [one, one.parentElement, one.closest<HTMLElement>("label, li, .option")];
  return !ringed.some((it) => it !== null && isRinged(it));
}

function isRinged(one: HTMLElement): boolean {
  const rings = [getComputedStyle(one), getComputedStyle(one, "::after")];
  return rings.some(({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= RING_PX);
}
