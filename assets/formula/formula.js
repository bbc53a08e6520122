// A field in which a formula is written as on paper. MathLive draws and edits it; what it gives is
// LaTeX, which Python reads. Enter, also the one of the keyboard on the screen, finishes the line.

import { loaded, addressOf } from "../shared/served.js";
import { mount } from "../shared/mount.js";
import { makeSynced } from "../shared/synced.js";
import { softmaxKeys } from "./keys.js";

const FOLDER = "app/static/mathlive/";
const REST_MS = 150;
// MathLive's commands that would put more than mathematics on the page: classes, addresses, styles that
// load a picture from elsewhere. Whoever pastes one sees what it stands around, and nothing else.
const MARKUP = ["class", "cssId", "htmlData", "htmlStyle", "style", "href"];

let ready = null;

// The library, told where its fonts are, that it makes no sound and which keys it offers.
function mathLive() {
  ready ??= loaded(`${FOLDER}mathlive.min.js`)
    .then(() => {
      const { MathfieldElement } = globalThis.MathLive;
      MathfieldElement.fontsDirectory = addressOf(`${FOLDER}fonts`);
      MathfieldElement.soundsDirectory = null;
      MathfieldElement.keypressSound = null;
      MathfieldElement.plonkSound = null;
      globalThis.mathVirtualKeyboard.layouts = [softmaxKeys(), "numeric", "alphabetic", "greek"];
      return MathfieldElement;
    })
    .catch((problem) => {
      ready = null;
      throw problem;
    });
  return ready;
}

function makeFormula(root) {
  const part = (selector) => root.querySelector(selector);
  const synced = makeSynced();
  let field = null;
  let wanted = "";
  let label = "";
  let entered = 0;
  let timer = 0;
  let gone = false;
  let send = (_message) => {};

  function tell() {
    clearTimeout(timer);
    timer = 0;
    if (!field) return;
    const typed = field.getValue("ascii-math"); // the same as it would be typed
    send(synced.message({ latex: field.getValue("latex"), typed, entered }));
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(tell, REST_MS);
  }

  function finish(event) {
    event.preventDefault();
    entered += 1;
    tell();
  }

  function show() {
    if (!field) return;
    if (field.getValue("latex") !== wanted) {
      field.setValue(wanted, { silenceNotifications: true });
    }
    field.setAttribute("aria-label", label);
  }

  function build(MathfieldElement) {
    if (gone) return;
    field = new MathfieldElement();
    field.mathVirtualKeyboardPolicy = "auto";
    field.smartFence = true;
    part(".field").append(field);
    field.menuItems = [];
    const inert = MARKUP.map((command) => [command, { args: 2, def: "#2" }]);
    field.macros = { ...field.macros, ...Object.fromEntries(inert) };
    field.inlineShortcuts = {
      ...field.inlineShortcuts,
      yhat: "\\hat{y}",
      phat: "\\hat{p}",
      softmax: "\\operatorname{softmax}",
    };
    field.addEventListener("input", later);
    field.addEventListener("change", tell);
    field.addEventListener("beforeinput", (event) => {
      if (event.inputType === "insertLineBreak") finish(event);
    });
    show();
  }

  // Tab is the browser's, which goes on to the next thing. MathLive does not see beyond this component,
  // and would go back to the page's first.
  root.addEventListener("keydown", (event) => event.key === "Tab" && event.stopPropagation(), { capture: true });

  // Keys belong to the formula: the page has shortcuts of single letters.
  root.addEventListener("keydown", (event) => event.stopPropagation());
  mathLive().then(build, () => {
    const trouble = part(".trouble");
    trouble.hidden = false;
    trouble.textContent = "The formula editor could not be loaded. Choose typing, or reload the page.";
  });

  return {
    receive({ data, setStateValue }) {
      send = (message) => setStateValue("written", message);
      label = data.label;
      part(".label").textContent = label;
      const news = synced.receive(data.revision);
      if (news === "first" || news === "newer") {
        wanted = data.latex;
        show();
      } else if (news === "restarted") {
        tell();
      }
    },
    release() {
      gone = true;
      clearTimeout(timer);
      globalThis.mathVirtualKeyboard?.hide();
    },
  };
}

export default mount(makeFormula);
