import { beforeEach, describe, expect, test } from "vitest";
import { page } from "vitest/browser";
import { refuse } from "../desk";
import { acme, shop } from "../fixtures";
import { button, field, resize, showScene } from "./support";

beforeEach(() => resize(960));


describe("adding a connection", () => {
  test("opens the further settings where something in them is wrong, and sends them", async () => {
    const desk = await showScene("add-connection-more");
    const graphql = field("Address of GraphQL");
    await expect.element(graphql).toBeVisible();
    await expect.element(graphql).toHaveAccessibleDescription(/may use http/);
    await graphql.fill("https://graphql.example.com/v1");
    desk.answer("add_connection", () => shop);
    await button("Add connection").click();
    await expect.poll(() => desk.asked("add_connection")).toMatchObject([
      { draft: { settings: { baseUrl: "https://auth.example.com/v1", graphqlUrl: "https://graphql.example.com/v1" } } },
    ]);
  });

  test("says at a further setting what is wrong with it, and sends them all", async () => {
    const desk = await showScene("add-connection-passkeys");
    const origin = field("Address of the web pages");
    await expect.element(origin).toHaveAccessibleDescription(/outside the domain/);
    await origin.fill("https://app.acme.example");
    await field("Domain of the passkeys").fill(" acme.example ");
    await field("Database connection").fill("Staff");
    await page.getByRole("checkbox", { name: "Code on another device" }).click();
    await page.getByRole("checkbox", { name: "Code by e-mail" }).click();
    await page.getByRole("checkbox", { name: "Bind sessions to this computer" }).click();
    desk.answer("add_connection", refuse({ code: "invalid_input", field: "also", reason: "not_offered" }));
    await button("Add connection").click();
    await expect.poll(() => desk.asked("add_connection")).toMatchObject([
      {
        draft: {
          also: ["email_code", "device_code"],
          dpop: true,
          database: "Staff",
          passkeyDomain: "acme.example",
          passkeyOrigin: "https://app.acme.example",
          providers: [],
        },
      },
    ]);
    await expect.element(page.getByRole("checkbox", { name: "Code by e-mail" })).toHaveFocus();
    await expect.element(page.getByRole("checkbox", { name: "Code by e-mail" })).toHaveAccessibleDescription(/no such thing/);
  });

  test("sends nothing of another provider, and asks for the way back only where somebody comes back", async () => {
    const desk = await showScene("add-connection-places");
    await expect.element(page.getByLabelText("Way back from the browser")).not.toBeInTheDocument();
    await page.getByRole("checkbox", { name: "GitHub" }).click();
    await expect.element(page.getByLabelText("Way back from the browser")).toBeVisible();
    await page.getByRole("checkbox", { name: "Link by e-mail" }).click();
    await page.getByRole("radio", { name: "Auth0" }).click();
    await field("Domain").fill("acme.eu.auth0.com");
    await field("Client ID").fill("kR7");
    desk.answer("add_connection", () => acme);
    await button("Add connection").click();
    await expect.poll(() => desk.asked("add_connection")).toMatchObject([{ draft: { also: [], providers: [], dpop: false } }]);
  });
});
