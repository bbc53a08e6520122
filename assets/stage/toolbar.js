// Wires the buttons above the rows: the presets, the tools, and how the keyboard moves among them.

const ACROSS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 };

// Makes the buttons of `toolbar` one stop of the Tab key, with arrow keys between them.
export function rove(toolbar) {
  const usable = () => [...toolbar.querySelectorAll("button")].filter((one) => !one.disabled && one.offsetParent !== null);

  function settle(current) {
    const all = usable();
    const stop = all.includes(current) ? current : all[0];
    for (const button of toolbar.querySelectorAll("button")) button.tabIndex = button === stop ? 0 : -1;
  }

  toolbar.addEventListener("keydown", (event) => {
    const all = usable();
    const at = all.indexOf(event.target);
    if (at < 0 || !(event.key in ACROSS || event.key === "Home" || event.key === "End")) return;
    event.preventDefault();
    const to = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : (at + ACROSS[event.key] + all.length) % all.length;
    settle(all[to]);
    all[to].focus();
  });
  toolbar.addEventListener("focusin", (event) => settle(event.target));
  return () => settle(toolbar.querySelector('button[tabindex="0"]'));
}

// Opens and closes what `button` controls; Escape and a press elsewhere close it.
export function disclosure(button, root, onChange) {
  let open = false;
  function set(wanted) {
    if (wanted === open) return;
    open = wanted;
    button.setAttribute("aria-expanded", String(open));
    onChange(open);
  }
  button.addEventListener("click", () => set(!open));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    set(false);
    button.focus();
  });
  return { close: () => set(false), isOpen: () => open };
}

// Fills the presets: the first two stand by themselves, the others in the menu.
export function addPresets(place, presets, choose) {
  const menu = place.querySelector(".menu");
  const more = place.querySelector(".more");
  const buttons = presets.map(({ key, title, hint, scenario }, i) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.testid = `preset-${key}`;
    button.textContent = title;
    button.title = hint;
    button.addEventListener("click", () => choose(scenario));
    if (i < 2) more.before(button);
    else menu.append(button);
    return { button, scenario };
  });
  return buttons;
}
