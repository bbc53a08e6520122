// The regions of a classifier, one character a cell as Python wrote it: class and certainty.

import { limits } from "../shared/limits.js";

const FAINTEST = 12;
const STRONGEST = 82;

// The class and the level of certainty of one character.
function decoded(regions, cell) {
  const code = regions.charCodeAt(cell) - limits.firstCode;
  return [Math.floor(code / limits.certaintyLevels), code % limits.certaintyLevels];
}

// The class that the regions, `side` cells wide, give to a place in the square from −1 to 1.
export function classAt(regions, side, x, y) {
  const column = Math.min(side - 1, Math.floor(((x + 1) / 2) * side));
  const row = Math.min(side - 1, Math.floor(((1 - y) / 2) * side));
  return decoded(regions, row * side + column)[0];
}

// Paints them on `canvas`, a pixel a cell; `colours` holds [red, green, blue] for each class.
export function paintRegions(canvas, regions, side, colours) {
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext("2d");
  const image = context.createImageData(side, side);
  for (let cell = 0; cell < side * side; cell += 1) {
    const [label, level] = decoded(regions, cell);
    const strength = FAINTEST + (STRONGEST - FAINTEST) * (level / (limits.certaintyLevels - 1));
    image.data.set([...colours[label], strength], 4 * cell);
  }
  context.putImageData(image, 0, 0);
}
