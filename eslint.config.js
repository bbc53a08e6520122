// Lint for the scripts in assets/. They are joined into one module a component by
// ce_core/asset_files.py, so the names that Python puts before them are globals here.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["node_modules/", "static/", "**/*.min.js"] },
  js.configs.recommended,
  {
    files: ["assets/**/*.js"],
    languageOptions: {
      ecmaVersion: 2024,
      sourceType: "module",
      globals: { ...globals.browser, PRESETS: "readonly", PARTS: "readonly" },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-shadow": "error",
      "no-unused-vars": ["error", { args: "all", argsIgnorePattern: "^_" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
      // Nothing typed, pasted or in the URL is ever shown as markup.
      "no-restricted-properties": [
        "error",
        ...["innerHTML", "outerHTML", "insertAdjacentHTML", "write", "writeln"].map((property) => ({
          property,
          message: "Text is never shown as markup: use textContent or element().",
        })),
      ],
    },
  },
];
