// Measures how much height the window leaves for a section's figure, once and at each resize, and
// marks that figure: charts lay themselves out for --figure-room, tests look for main-figure.

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

  function measure() {
    frame = 0;
    const place = panes();
    if (!place) return;
    const zoom = document.querySelector(".st-key-presenter") ? Math.max(1, window.innerWidth / LARGE_TYPE) : 1;
    place.style.setProperty("--present-zoom", zoom.toFixed(3));
    /** @type {HTMLElement | null} */
    const figure = document.querySelector(FIGURE);
    mark(figure);
    if (!figure) return;
    if (figure.dataset.testid !== "main-figure") figure.dataset.testid = "main-figure";
    if (figure.scrollHeight > figure.clientHeight + 1) figure.tabIndex = 0; // the keyboard scrolls it
    const box = document.querySelector(".st-key-panes .st-key-derivation_lines") ?? figure;
    const top = box.getBoundingClientRect().top + (main?.scrollTop ?? 0);
    const room = Math.max(SMALLEST, Math.floor((window.innerHeight - top) / zoom) - CAPTION);
    if (place.style.getPropertyValue("--figure-room") !== `${room}px`) {
      place.style.setProperty("--figure-room", `${room}px`);
    }
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

  const changes = new MutationObserver(soon);
  const sizes = new ResizeObserver(soon);
  window.addEventListener("resize", soon);
  document.addEventListener("click", closeMenu);

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
      document.removeEventListener("click", closeMenu);
    },
  };
}

export default mount(makeRoom);
