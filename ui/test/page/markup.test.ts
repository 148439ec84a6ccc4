import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../play";
import { scenarios } from "../scenarios";
import { resize, start } from "./support";

declare global {
  interface Window {
    ran: (() => void) | undefined;
  }
}

/** Ways to make a page run something, each for another place in it. */
const MARKUP = [
  "<script>ran()</script>", '"><script>ran()</script>', "'><script>ran()</script>", "</title><script>ran()</script>",
  "</textarea><script>ran()</script>", "</style><script>ran()</script>", "<img src=x onerror=ran()>", "<img/src=x/onerror=ran()>",
  '"><img src=x onerror=ran()>', "<svg onload=ran()>", "<svg><script>ran()</script></svg>",
  "<svg><animate onbegin=ran() attributeName=x dur=1s>", '<svg><a href="javascript:ran()"><text>x</text></a></svg>',
  '<math><mi xlink:href="javascript:ran()">x</mi></math>', '<iframe src="javascript:parent.ran()"></iframe>',
  '<iframe srcdoc="<script>parent.ran()</script>"></iframe>', '<object data="javascript:ran()"></object>',
  '<embed src="javascript:ran()">', "<details open ontoggle=ran()>", "<video><source onerror=ran()></video>",
  "<audio src=x onerror=ran()></audio>", "<input autofocus onfocus=ran()>", "<select autofocus onfocus=ran()></select>",
  "<body onload=ran()>", "<marquee onstart=ran()>", '<a href="javascript:ran()">x</a>',
  '<form action="javascript:ran()"><button autofocus>x</button></form>', '<base href="javascript:/">',
  '<meta http-equiv=refresh content="0;url=javascript:ran()">', '<link rel=stylesheet href=x onerror=ran()>',
  "<style onload=ran()></style>", '<noscript><p title="</noscript><img src=x onerror=ran()>">',
  "<!--><img src=x onerror=ran()>-->", "<![CDATA[<img src=x onerror=ran()>]]>", '" autofocus onfocus=ran() x="',
  "' onmouseover=ran() x='", "javascript:ran()//", "{{constructor.constructor('ran()')()}}", "${ran()}",
  "{@html '<img src=x onerror=ran()>'}",
];
const ALL = MARKUP.join(" ");

/** Screens that nobody has to act on: their texts are all from outside or their own. */
const screens = Object.entries(scenarios).filter(([, scene]) => !scene.act);

let [runs, fields, seen] = [0, 0, 0];

beforeAll(async () => {
  window.ran = () => runs++;
  await resize(960);
});
afterAll(() => {
  delete window.ran;
  console.log(`markup_strings_run: ${runs} of ${fields * MARKUP.length}`);
});

describe("markup in every text that comes from outside", () => {
  test("would be noticed", async () => {
    document.body.innerHTML = "<img src=x onerror=ran()>";
    await until(() => runs > 0 || null);
    expect(elements()).toEqual(['<img src="x" onerror="ran()">']);
    runs = 0;
  });

  test.each(screens)("is shown as text by %s", async (_, scene) => {
    const desk = scene.desk();
    desk.adjustAll((answer) => spoilt(answer));
    await start(desk, scene.route);
    await until(() => document.querySelector("h1"));
    await new Promise((next) => setTimeout(next, 50));

    expect(elements()).toEqual([]);
    expect(runs).toBe(0);
    if (document.body.textContent!.includes(ALL)) seen++;
  });

  test("is seen on most of them", () => {
    expect(seen).toBeGreaterThan(screens.length / 2);
  });
});

/** The same with all the markup at the end of every text; words of our own and ids stay what they are. */
function spoilt<T>(value: T, name = ""): T {
  if (Array.isArray(value)) return value.map((one) => spoilt(one, name)) as T;
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spoilt(inner, key)])) as T;
  }
  if (typeof value !== "string" || /^[a-z\d_-]*$/.test(value) || ["id", "account", "lastAccount", "locale"].includes(name)) return value;
  fields++;
  return (value + ALL) as T;
}

/** What markup would have made: elements and attributes that no screen of ours has. */
function elements(): string[] {
  const strange = "script, iframe, object, embed, base, meta, link, marquee, math, noscript, a[href]:not([href^='#'])";
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.matches(strange) || one.getAttributeNames().some((name) => name.startsWith("on")))
    .map((one) => one.outerHTML.slice(0, 200));
}
