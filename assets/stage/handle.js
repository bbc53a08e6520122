// How a handle moves: pointer, touch and keyboard are one behaviour. Nothing is drawn here.

const KEY_STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
const PAGE_STEPS = { PageUp: 1, PageDown: -1 };

// Makes `element` a handle that moves along `track`.
//   value(), bounds()  the present value and [low, high]
//   resolution()       what a dragged value is rounded to
//   steps              { plain, shift, alt, page }: what the keys move by
//   enabled()          whether it moves at all just now
//   onStart(means), onMove(value), onEnd()   where `means` is "pointer" or "keys"
// Returns a function that takes the listeners off again.
export function makeHandle(element, track, { value, bounds, resolution, steps, enabled = () => true, ...on }) {
  let drag = null;

  function rounded(wanted) {
    const [low, high] = bounds();
    const unit = resolution();
    const near = Math.round(wanted / unit) * unit;
    return Math.min(high, Math.max(low, Number(near.toPrecision(12))));
  }

  function begin(event, from) {
    drag = { pointer: event.pointerId, x: event.clientX, from, before: value() };
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    on.onStart("pointer");
  }

  function finish() {
    if (!drag) return;
    drag = null;
    on.onEnd();
  }

  function pointerDown(event) {
    if (drag || event.button !== 0 || !enabled()) return;
    event.preventDefault();
    event.stopPropagation();
    const [low, high] = bounds();
    begin(event, Math.min(high, Math.max(low, value())));
  }

  // With a mouse the whole track can be pressed; a finger there is probably scrolling.
  function trackDown(event) {
    if (drag || event.button !== 0 || event.pointerType !== "mouse" || !enabled()) return;
    event.preventDefault();
    const box = track.getBoundingClientRect();
    const [low, high] = bounds();
    const pressed = rounded(low + ((event.clientX - box.left) / box.width) * (high - low));
    begin(event, pressed);
    on.onMove(pressed);
  }

  function pointerMove(event) {
    if (!drag || event.pointerId !== drag.pointer) return;
    const [low, high] = bounds();
    const width = track.getBoundingClientRect().width || 1;
    on.onMove(rounded(drag.from + ((event.clientX - drag.x) / width) * (high - low)));
  }

  function pointerUp(event) {
    if (drag && event.pointerId === drag.pointer) finish();
  }

  function keyTarget(event) {
    const [low, high] = bounds();
    const step = event.altKey ? steps.alt : event.shiftKey ? steps.shift : steps.plain;
    if (event.key in KEY_STEPS) return value() + KEY_STEPS[event.key] * step;
    // While presenting these are a clicker's keys, whatever was dragged last.
    const pages = event.key in PAGE_STEPS && !element.closest("[data-presenting]");
    if (pages) return value() + PAGE_STEPS[event.key] * steps.page;
    if (event.key === "Home") return low;
    if (event.key === "End") return high;
    return null;
  }

  function keyDown(event) {
    if (event.key === "Escape" && drag) {
      on.onMove(drag.before);
      finish();
      return;
    }
    if (event.ctrlKey || event.metaKey || !enabled()) return;
    const wanted = keyTarget(event);
    if (wanted === null) return;
    event.preventDefault();
    event.stopPropagation(); // the page has keys of its own
    on.onStart("keys");
    on.onMove(Number(wanted.toPrecision(12)));
    on.onEnd();
  }

  const listeners = [
    [element, "pointerdown", pointerDown],
    [element, "pointermove", pointerMove],
    [element, "pointerup", pointerUp],
    [element, "pointercancel", pointerUp],
    [element, "lostpointercapture", pointerUp],
    [element, "keydown", keyDown],
    [track, "pointerdown", trackDown],
  ];
  for (const [target, type, listener] of listeners) target.addEventListener(type, listener);
  return () => {
    for (const [target, type, listener] of listeners) target.removeEventListener(type, listener);
  };
}
