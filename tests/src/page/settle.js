// Answers when the page stands still: fonts and pictures are there, nothing is loading, what moves has arrived, and it
// has been painted. Endless movements, such as a pulse, are not waited for.
const done = arguments[arguments.length - 1];
const deadline = performance.now() + 5000;
const painted = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
const moves = (movement) =>
  movement.playState === "running" && movement.effect?.getComputedTiming().iterations !== Infinity;
const isBusy = () =>
  document.querySelector("[aria-busy=true], [data-testid=skeleton]") !== null ||
  [...document.images].some((image) => !image.complete) ||
  document.getAnimations().some(moves);
(async () => {
  await document.fonts.ready;
  await painted();
  while (isBusy() && performance.now() < deadline) await painted();
  await painted();
  done(true);
})();
