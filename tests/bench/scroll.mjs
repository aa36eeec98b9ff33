// How many frames a page draws while something in it is scrolled.

/** Pixels a second, as fast as a hand flings a wheel, and for how many milliseconds. */
const SPEED = 6000;
const DURATION = 2000;

/** Scrolls what has this id in a page, and tells of the frames in which it was drawn. */
export async function scroll(tab, id) {
  const { frames, milliseconds, path } = await tab.evaluate(scrollInPage, {
    id,
    speed: SPEED,
    duration: DURATION,
  });
  if (path < 10_000) throw new Error(`#${id} did not scroll; the benchmark proves nothing`);
  return { frames, perSecond: (frames * 1000) / milliseconds };
}

/** Runs in the page: scrolls to where time says it should be, and counts frames. */
async function scrollInPage({ id, speed, duration }) {
  const scroller = document.getElementById(id);
  scroller.scrollTop = 0;
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const times = [];
  await new Promise((resolve) => {
    const step = (now) => {
      times.push(now);
      const elapsed = now - times[0];
      scroller.scrollTop = (elapsed / 1000) * speed;
      if (elapsed < duration) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
  return { frames: times.length - 1, milliseconds: times.at(-1) - times[0], path: scroller.scrollTop };
}
