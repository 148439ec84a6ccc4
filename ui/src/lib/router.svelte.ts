/** The screens of one account; the address ends with the name. */
const accountScreens = ["overview", "profile", "methods", "keys", "sessions", "linked", "connected", "tokens"] as const;
export type AccountScreen = (typeof accountScreens)[number];

/** Every place in the app. The address after `#` is its only stored form. */
export type Route =
  | { screen: "home" }
  | { screen: "add-account" }
  | { screen: "add-connection" }
  | { screen: "sign-in"; connection: string; account: string | null }
  | { screen: AccountScreen; account: string }
  | { screen: "farewell" }
  | { screen: "keep-account"; account: string }
  | { screen: "settings" }
  | { screen: "connections" };

/** The hash of a route, fit for `href`. */
export function href(route: Route): string {
  switch (route.screen) {
    case "home":
      return "#/";
    case "add-account":
      return "#/accounts/add";
    case "add-connection":
      return "#/connections/add";
    case "sign-in":
      return `#/sign-in/${[route.connection, route.account ?? ""].filter(Boolean).map(encodeURIComponent).join("/")}`;
    case "overview":
    case "profile":
    case "methods":
    case "sessions":
    case "linked":
    case "keys":
    case "connected":
    case "tokens":
      return `#/accounts/${encodeURIComponent(route.account)}/${route.screen}`;
    case "farewell":
      return "#/farewell";
    case "keep-account":
      return `#/accounts/${encodeURIComponent(route.account)}/keep`;
    case "settings":
      return "#/settings";
    case "connections":
      return "#/settings/connections";
  }
}

/** The route of a hash; an address nobody made leads home. */
export function parse(hash: string): Route {
  const [first, second, third] = hash.replace(/^#\/?/, "").split("/").map(decode);

  if (first === "accounts" && second === "add") return { screen: "add-account" };
  const ofAccount = accountScreens.find((screen) => screen === third);
  if (first === "accounts" && second && ofAccount) return { screen: ofAccount, account: second };
  if (first === "accounts" && second && third === "keep") return { screen: "keep-account", account: second };
  if (first === "connections" && second === "add") return { screen: "add-connection" };
  if (first === "sign-in" && second) return { screen: "sign-in", connection: second, account: third || null };
  if (first === "farewell") return { screen: "farewell" };
  if (first === "settings" && second === "connections") return { screen: "connections" };
  if (first === "settings") return { screen: "settings" };
  return { screen: "home" };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

let current = $state.raw<Route>(parse(location.hash));

/** Where the person is. */
export const router = {
  get route() {
    return current;
  },
};

/** The screen of an account that is open, or null. */
export function accountRoute(): Extract<Route, { screen: AccountScreen }> | null {
  return "account" in current && current.screen !== "sign-in" && current.screen !== "keep-account" ? current : null;
}

/** Goes somewhere; `replace` leaves no step back. */
export function navigate(route: Route, how: "push" | "replace" = "push") {
  history[how === "push" ? "pushState" : "replaceState"](null, "", href(route));
  current = route;
}

/** Follows links and the back button until the returned function is called. */
export function followHash(): () => void {
  const follow = () => (current = parse(location.hash));
  follow();
  addEventListener("hashchange", follow);
  addEventListener("popstate", follow);
  return () => {
    removeEventListener("hashchange", follow);
    removeEventListener("popstate", follow);
  };
}
