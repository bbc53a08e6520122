// Measures how much height the window leaves for a section's figure, once and at each resize, and
// marks that figure: charts lay themselves out for --figure-room, tests look for main-figure. In the
// presenter view it also chooses the size of the type, so that a step fits the window.

import { mount } from "../shared/mount.js";

const FIGURE = [
  ".chart-plot",
  ".st-key-main_figure",
  ".st-key-derivation_step tbody tr:last-child",
  ".st-key-brief .katex-display",
  ".st-key-descent_player",
  ".st-key-points_editor",
  ".st-key-lowest",
].map((selector) => `.st-key-panes ${selector}`).join(", ");
const CAPTION = 58; // two lines of words below the figure
const SMALLEST = 200;
const LARGE_TYPE = 900; // the window's width at which the presenter view shows figures at their own size
const TWO_PANES = 1000; // from this width on a step of the presenter view fits the window
const LEAST_ZOOM = 0.7; // smaller than this a room cannot read it; then the figure scrolls in its own place
const HINT_COMES_MS = 1500;
const LONGEST_OPENING_MS = 5000;
const MARGIN = 44; // below the section: the page's own padding
const PAPER = 660; // of A4 and of letter paper, within their margins and the page's padding

function makeRoom() {
  /** @type {HTMLElement | null} */
  const main = document.querySelector('[data-testid="stMain"]');
  let frame = 0;
  let marked = null;

  /** @returns {HTMLElement | null} */
  function panes() {
    return document.querySelector(".st-key-panes");
  }

  function mark(figure) {
    if (marked === figure) return;
    marked?.removeAttribute("data-main-figure");
    marked = figure;
  }

  function setRoom(place, pixels) {
    const room = `${Math.floor(pixels)}px`;
    if (place.style.getPropertyValue("--figure-room") !== room) place.style.setProperty("--figure-room", room);
  }

  // How much height is left from the top of `box` on, in the section's own pixels.
  function left(box, zoom) {
    return (window.innerHeight - box.getBoundingClientRect().top - (main?.scrollTop ?? 0)) / zoom;
  }

  // First the figure gives way to what stands below it, then all of the step gets smaller.
  function fitStep(place, box) {
    const section = place.querySelector('[class*="st-key-section_"]') ?? box;
    sizes.observe(section); // tables grow without a child more or less
    place.removeAttribute("data-too-tall");
    let zoom = Math.max(1, window.innerWidth / LARGE_TYPE);
    for (let tries = 0; tries < 8; tries += 1) {
      place.style.setProperty("--present-zoom", zoom.toFixed(3));
      setRoom(place, Math.max(SMALLEST, left(box, zoom) - MARGIN));
      const end = () => section.getBoundingClientRect().bottom + MARGIN - window.innerHeight;
      if (end() > 0) {
        const below = (section.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom) / zoom;
        setRoom(place, Math.max(SMALLEST, left(box, zoom) - below - MARGIN));
      }
      const over = end();
      place.toggleAttribute("data-too-tall", over > 0 && zoom <= LEAST_ZOOM);
      if (over <= 0 || zoom <= LEAST_ZOOM) return;
      const height = section.getBoundingClientRect().height;
      zoom = Math.max(LEAST_ZOOM, zoom * Math.min(0.97, Math.max(0.8, (height - over) / height)));
    }
  }

  function measure() {
    frame = 0;
    const place = panes();
    if (!place) return;
    /** @type {HTMLElement | null} */
    const figure = document.querySelector(FIGURE);
    mark(figure);
    if (figure && figure.dataset.testid !== "main-figure") figure.dataset.testid = "main-figure";
    if (figure && figure.scrollHeight > figure.clientHeight + 1) figure.tabIndex = 0; // the keyboard scrolls it
    /** @type {HTMLElement} */
    const box = document.querySelector(".st-key-panes .st-key-derivation_lines") ?? figure ?? place;
    if (document.querySelector(".st-key-presenter") && window.innerWidth >= TWO_PANES) fitStep(place, box);
    else setRoom(place, Math.max(SMALLEST, left(box, 1) - CAPTION));
  }

  function soon() {
    frame ||= requestAnimationFrame(measure);
  }

  // The menu of a phone lies over the page: it goes when something was chosen from it.
  function closeMenu(event) {
    if (!event.target.closest?.('[data-testid="stSidebarNavLink"]') || window.innerWidth > 768) return;
    /** @type {HTMLElement | null} */
    const button = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
    requestAnimationFrame(() => button?.click());
  }

  // Charts are painted for the window, which may be wider than the paper.
  function print() {
    /** @type {NodeListOf<HTMLElement>} */
    const plots = document.querySelectorAll(".chart-plot");
    for (const plot of plots) {
      const share = Math.min(1, PAPER / (plot.clientWidth || PAPER));
      plot.style.setProperty("--paper", share.toFixed(3));
    }
  }

  // Whoever opens a popover by the keyboard goes on inside it: it stands at the end of the page.
  function enterPopover({ target }) {
    if (!target.closest?.('[data-testid="stPopoverButton"]')) return;
    const opening = new MutationObserver(() => {
      /** @type {HTMLElement | null} */
      const body = document.querySelector('[data-testid="stPopoverBody"]');
      if (!body) return;
      opening.disconnect();
      body.tabIndex = -1;
      body.focus({ preventScroll: true });
    });
    opening.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => opening.disconnect(), LONGEST_OPENING_MS); // it was closed, and none comes
  }

  // A hint stands above the field, which may have been scrolled away.
  function showHint({ target }) {
    if (!target.closest?.(".st-key-practice_hint")) return;
    const coming = new MutationObserver(() => {
      const hints = document.querySelectorAll('.st-key-practice_answered [data-testid="stAlert"]');
      hints[hints.length - 1]?.scrollIntoView({ block: "nearest" });
    });
    coming.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => coming.disconnect(), HINT_COMES_MS);
  }

  // A clicker's keys go on, too, while a field for a number has the focus.
  function step(event) {
    const way = { PageDown: "next", PageUp: "back" }[event.key];
    if (!way || !event.composedPath()[0].matches?.("input, textarea")) return;
    /** @type {HTMLElement | null} */
    const button = document.querySelector(`.st-key-presenter_${way} button:not(:disabled)`);
    if (!button) return;
    event.preventDefault();
    button.click();
  }

  const changes = new MutationObserver(soon);
  const sizes = new ResizeObserver(soon);
  window.addEventListener("resize", soon);
  window.addEventListener("beforeprint", print);
  document.addEventListener("click", closeMenu);
  document.addEventListener("click", enterPopover);
  document.addEventListener("click", showHint);
  document.addEventListener("keydown", step, { capture: true });

  return {
    receive() {
      changes.disconnect();
      const place = panes();
      if (place) changes.observe(place, { childList: true, subtree: true });
      const dock = document.querySelector(".st-key-dock");
      if (dock) sizes.observe(dock);
      soon();
    },
    release() {
      cancelAnimationFrame(frame);
      changes.disconnect();
      sizes.disconnect();
      window.removeEventListener("resize", soon);
      window.removeEventListener("beforeprint", print);
      document.removeEventListener("click", closeMenu);
      document.removeEventListener("click", enterPopover);
      document.removeEventListener("click", showHint);
      document.removeEventListener("keydown", step, { capture: true });
    },
  };
}

export default mount(makeRoom);
