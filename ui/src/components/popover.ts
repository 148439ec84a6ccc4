/** Space between a menu and its button, and between a menu and the edge of the window. */
const GAP_PX = 6;
const EDGE_PX = 8;

/** Puts an opening popover under the button that names it; older engines cannot do so in CSS. */
export function placeBelow(popover: HTMLElement) {
  const place = (event: Event) => {
    if ((event as ToggleEvent).newState !== "open") return;
    const button = document.querySelector(`[popovertarget="${popover.id}"]`);
    const around = button?.getBoundingClientRect();
    if (!around) return;
    const width = Math.min(popover.offsetWidth, innerWidth - 2 * EDGE_PX);
    const start = document.documentElement.dir === "rtl" ? around.right - width : around.left;
    popover.style.left = `${Math.max(EDGE_PX, Math.min(start, innerWidth - width - EDGE_PX))}px`;
    popover.style.top = `${around.bottom + GAP_PX}px`;
  };
  popover.addEventListener("toggle", place);
  return () => popover.removeEventListener("toggle", place);
}

/** Lets the arrow keys, Home and End walk through a menu, and puts the focus inside when it opens. */
export function walkByArrows(popover: HTMLElement) {
  const entries = () => [...popover.querySelectorAll<HTMLElement>("a[href], button")];

  const open = (event: Event) => {
    if ((event as ToggleEvent).newState !== "open") return;
    (popover.querySelector<HTMLElement>("[aria-current]") ?? entries()[0])?.focus();
  };
  const walk = (event: KeyboardEvent) => {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all[to % all.length]?.focus();
  };
  popover.addEventListener("toggle", open);
  popover.addEventListener("keydown", walk);
  return () => {
    popover.removeEventListener("toggle", open);
    popover.removeEventListener("keydown", walk);
  };
}
