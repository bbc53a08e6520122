// Reads a GIFT file with gift-pegjs, a parser of other people's, and prints what it found as JSON.

import { readFileSync } from "node:fs";
import { argv, stdout } from "node:process";
import reader from "gift-pegjs";

const text = ({ text: found }) => found;
const [category, ...questions] = reader.parse(readFileSync(argv[2], "utf8"));
stdout.write(
  JSON.stringify({
    category: category.title,
    questions: questions.map((each) => [
      each.title,
      text(each.stem),
      each.choices.map((choice) => [text(choice.text), text(choice.feedback), choice.isCorrect]),
      text(each.globalFeedback),
    ]),
  }),
);
