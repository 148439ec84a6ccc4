/** Where the live regions live while no dialog is open. */
let home: HTMLElement | null = null;
let regions: HTMLElement | null = null;

/** Keeps the live regions at hand. */
export function liveRegions(element: HTMLElement) {
  [regions, home] = [element, element.parentElement];
  return () => (regions = null);
}

/** Everything outside a modal dialog is silent: the regions move into the topmost one, and back. */
export function followDialogs() {
  const host = [...document.querySelectorAll<HTMLElement>("dialog[open]")].at(-1) ?? home;
  if (regions && host && regions.parentElement !== host) host.append(regions);
}
