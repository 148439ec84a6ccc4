/** What a drag carries that a webview would open in place of the page. */
const OPENED = ["Files", "text/uri-list"];

/**
 * Files and links that are dropped on the window open nothing. Where a screen takes a picture it has said so before this
 * hears of it, and a field takes a dropped address as text.
 */
export function refuseDrops() {
  for (const kind of ["dragover", "drop"] as const) {
    addEventListener(kind, (event) => {
      const carried = event.dataTransfer?.types ?? [];
      const isForField = event.target instanceof Element && event.target.closest("input:not([type=file]), textarea") && !carried.includes("Files");
      if (event.defaultPrevented || isForField || !OPENED.some((one) => carried.includes(one))) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = "none";
    });
  }
}
