// Stands where Streamlit stands, in a notebook: mounts the panel in each output that shows it, and
// keeps it in step with Python through the two values that ce_core/notebook/stage.py describes.

import mountStage from "../stage/stage.js";

const DARK_BELOW = 0.5;

// How light a computed colour is, from 0 to 1.
function lightness(colour) {
  const [red, green, blue] = (colour.match(/[\d.]+/g) ?? [0, 0, 0]).map(Number);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}

// A notebook says in many ways that it is dark; its text is light in all of them.
function wear(host) {
  const light = lightness(getComputedStyle(host.parentElement ?? host).color) < DARK_BELOW;
  host.style.colorScheme = light ? "light" : "dark";
}

function build(el) {
  const host = document.createElement("div");
  host.style.cssText = "display: block; padding: 0.5rem; background: light-dark(#fff, #0e1117)";
  host.style.setProperty("--st-font", "var(--jp-ui-font-family, system-ui, sans-serif)");
  const root = host.attachShadow({ mode: "open" });
  const style = document.createElement("style");
  style.textContent = PARTS.css;
  const parsed = new DOMParser().parseFromString(PARTS.html, "text/html");
  root.append(style, ...parsed.body.children);
  el.append(host);
  wear(host);
  return { host, root };
}

// What the panel is to show: what Python handed over last, or what a hand has made of it since.
function newest(model) {
  const handed = model.get("_handed");
  const moved = model.get("_moved");
  const { session, number } = moved.revision ?? {};
  return session === handed.revision.session && number === handed.revision.number ? moved.scenario : handed.scenario;
}

function render({ model, el }) {
  const { host, root } = build(el);
  // Of this output alone: it counts what came from elsewhere, another output of the same panel too.
  const revision = { session: "notebook", number: 0 };
  let shown = "";
  /** @type {() => void} */
  let release = () => {};

  function rest({ logits, target, names, temperature, labelSmoothing }) {
    const scenario = { logits, target, names, temperature, labelSmoothing };
    shown = JSON.stringify(scenario);
    model.set("_moved", { scenario, revision: model.get("_handed").revision });
    model.save_changes();
  }

  function show() {
    const scenario = newest(model);
    if (JSON.stringify(scenario) === shown) return;
    shown = JSON.stringify(scenario);
    revision.number += 1;
    release = mountStage({
      data: { revision: { ...revision }, scenario, form: "pipeline", presenting: false, covered: false, hidden: [] },
      parentElement: root,
      setStateValue: (_, news) => rest(/** @type {Scenario} */ (news)),
      setTriggerValue: () => {},
    });
  }

  const themes = new MutationObserver(() => wear(host));
  for (const node of [document.documentElement, document.body]) themes.observe(node, { attributes: true });
  model.on("change:_handed", show);
  model.on("change:_moved", show);
  show();
  return () => {
    themes.disconnect();
    model.off("change:_handed", show);
    model.off("change:_moved", show);
    host.remove();
    release();
  };
}

export default { render };
