// Chooses the top of an axis: the browser's half of stepped_top in ce_core/figures/marks.py, held
// against it by a browser test, so that neighbouring pictures of one cost have the same axis.

const SMALLEST_TOP = 4;
const ROOM_ABOVE = 1.08;
const LARGEST_TOP = 8e307; // twice as much is still a number
const ROUND_TOPS = [1, 1.5, 2, 3, 4, 6, 8, 10];

/**
 * Gives a round top that moves in steps, so that the picture holds still while the value moves.
 * @param {number} value the largest value that is shown
 */
export function steppedTop(value) {
  const wanted = Math.min(Math.max(SMALLEST_TOP, value * ROOM_ABOVE), LARGEST_TOP);
  const power = Number(`1e${Math.floor(Math.log10(wanted))}`);
  return power * (ROUND_TOPS.find((top) => top * power >= wanted) ?? 10);
}
