// Going through the steps of a run: back, play or pause, on, and a slider. Nothing plays by itself.

const WHOLE_RUN_MS = 9000;
const MOST_A_SECOND = 20;
const CALM_JUMPS = 10; // with reduced motion: few still pictures instead of a film
const CALM_MS = 1200;

// Wires the controls in `root` (elements with the data-testids below) to a run of steps.
//   last()      the number of the last step
//   onShow(n)   called with the step to show
//   describe(n) the step in words, for the slider
//   count(n)    the same in two or three words, beside it
export function makeTransport(root, { last, onShow, describe, count }) {
  const tool = (name) => root.querySelector(`[data-testid="${name}"]`);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const slider = tool("step");
  let step = 0;
  let playing = false;
  let timer = 0;

  function show(wanted) {
    step = Math.max(0, Math.min(last(), Math.round(wanted)));
    slider.max = String(last());
    slider.value = String(step);
    slider.setAttribute("aria-valuetext", describe(step));
    tool("back").disabled = step === 0;
    tool("on").disabled = step === last();
    tool("play").disabled = last() === 0;
    tool("count").textContent = count(step);
    onShow(step);
  }

  function setPlaying(wanted) {
    playing = wanted;
    clearTimeout(timer);
    const button = tool("play");
    button.setAttribute("aria-pressed", String(playing));
    button.textContent = playing ? "Pause" : "Play";
    if (playing) timer = setTimeout(advance, calm.matches ? CALM_MS : 0);
  }

  function advance() {
    const wait = calm.matches ? CALM_MS : Math.max(1000 / MOST_A_SECOND, WHOLE_RUN_MS / last());
    const jump = calm.matches
      ? Math.ceil(last() / CALM_JUMPS)
      : Math.max(1, Math.round((last() * wait) / WHOLE_RUN_MS));
    show(step + jump);
    if (step === last()) setPlaying(false);
    else timer = setTimeout(advance, wait);
  }

  function go(wanted) {
    setPlaying(false);
    show(wanted);
  }

  tool("back").addEventListener("click", () => go(step - 1));
  tool("on").addEventListener("click", () => go(step + 1));
  tool("start").addEventListener("click", () => go(0));
  tool("play").addEventListener("click", () => {
    if (!playing && step === last()) show(0);
    setPlaying(!playing);
  });
  slider.addEventListener("input", () => go(Number(slider.value)));

  return { show, go, step: () => step, playing: () => playing, release: () => setPlaying(false) };
}
