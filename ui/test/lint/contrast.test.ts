import { expect, test } from "vitest";
import { read } from "./sources";

type Look = "light" | "dark";
const looks: Look[] = ["light", "dark"];
const tokens = new Map(
  [...read("src/styles/tokens.css").matchAll(/--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name, light, dark]) => [name!, { light: light!, dark: dark! }],
  ),
);

const grounds = ["canvas", "sidebar", "surface", "sunken", "hover", "selected"];
const banners = ["info-surface", "success-surface", "warning-surface", "danger-surface"];
/** What is written on what: 4.5 to 1. */
const writing: [string, string][] = [
  ...[...grounds, ...banners].map((ground): [string, string] => ["text", ground]),
  ...grounds.map((ground): [string, string] => ["text-muted", ground]),
  ...["canvas", "surface", "hover", "selected", "info-surface"].map((ground): [string, string] => ["accent-text", ground]),
  ["text-on-accent", "accent"],
  ["text-on-accent", "accent-hover"],
  ["text-on-danger", "danger-fill"],
  ["text-on-danger", "danger-fill-hover"],
  ...["canvas", "surface", "danger-surface"].map((ground): [string, string] => ["danger", ground]),
  ...["canvas", "surface", "hover", "selected", "warning-surface"].map((ground): [string, string] => ["warning", ground]),
  ...["canvas", "surface", "success-surface"].map((ground): [string, string] => ["success", ground]),
];
/** What has to be made out as a shape: 3 to 1. */
const shapes: [string, string][] = [
  ...["canvas", "surface"].map((ground): [string, string] => ["line-strong", ground]),
  ...[...grounds, ...banners].map((ground): [string, string] => ["accent", ground]),
];

test.each(looks.flatMap((look) => writing.map(([ink, ground]) => ({ look, ink, ground }))))("$ink on $ground can be read ($look)", ({ look, ink, ground }) => {
  expect(contrast(ink, ground, look)).toBeGreaterThanOrEqual(4.5);
});

test.each(looks.flatMap((look) => shapes.map(([ink, ground]) => ({ look, ink, ground }))))("$ink on $ground can be seen ($look)", ({ look, ink, ground }) => {
  expect(contrast(ink, ground, look)).toBeGreaterThanOrEqual(3);
});

function contrast(one: string, other: string, look: Look): number {
  const [light, dark] = [luminance(one, look), luminance(other, look)].sort((a, b) => b - a);
  return (light! + 0.05) / (dark! + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance(name: string, look: Look): number {
  const colour = tokens.get(name)![look];
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}
