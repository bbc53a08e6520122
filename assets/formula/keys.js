// The keys of the keyboard for phones: what derivations of softmax and cross-entropy are made of.

const LETTERS = ["z", "x", "y", "p", "f", "b", "a", "E", "i", "j", "k"];
const SIGNS = ["1", "2", "3", "0", "+", "-", "=", "(", ")", "\\neq", "'"];

function key(insert, latex = insert) {
  return { latex, insert };
}

/** @returns {object} a layout for MathLive's virtual keyboard */
export function softmaxKeys() {
  return {
    label: "softmax",
    tooltip: "Letters and signs of a derivation",
    rows: [
      LETTERS.map((letter) => key(letter)),
      [
        key("\\hat{y}"),
        key("#@_{#?}", "\\square_{\\square}"),
        key("#@^{#?}", "\\square^{\\square}"),
        key("\\frac{#@}{#?}", "\\frac{\\square}{\\square}"),
        key("e^{#?}", "e^{\\square}"),
        key("\\log"),
        key("\\sum_{#?}", "\\sum_{\\square}"),
        key("\\frac{\\partial #?}{\\partial #?}", "\\frac{\\partial}{\\partial}"),
        key("\\sigma"),
        key("\\delta_{#?}", "\\delta_{\\square}"),
      ],
      SIGNS.map((sign) => key(sign)),
      ["[left]", "[right]", "[backspace]", "[return]"],
    ],
  };
}
