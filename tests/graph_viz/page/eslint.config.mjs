// The recommended rules that need no other package, written out.
const rules = [
  "constructor-super", "for-direction", "getter-return", "no-async-promise-executor", "no-case-declarations",
  "no-class-assign", "no-compare-neg-zero", "no-cond-assign", "no-const-assign", "no-constant-binary-expression",
  "no-constant-condition", "no-control-regex", "no-debugger", "no-dupe-args", "no-dupe-else-if", "no-dupe-keys",
  "no-duplicate-case", "no-empty", "no-eval", "no-ex-assign", "no-fallthrough", "no-func-assign", "no-global-assign",
  "no-implied-eval", "no-import-assign", "no-irregular-whitespace", "no-loss-of-precision", "no-misleading-character-class",
  "no-new-func", "no-obj-calls", "no-prototype-builtins", "no-redeclare", "no-script-url", "no-self-assign",
  "no-shadow-restricted-names", "no-sparse-arrays", "no-this-before-super", "no-unexpected-multiline", "no-unreachable",
  "no-unsafe-finally", "no-unsafe-negation", "no-unused-vars", "no-useless-escape", "no-var", "prefer-const", "eqeqeq",
  "use-isnan", "valid-typeof",
];

export default [
  {
    files: ["**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...Object.fromEntries(rules.map((rule) => [rule, "error"])),
      // Text never becomes markup.
      "no-restricted-properties": ["error", ...["innerHTML", "outerHTML", "insertAdjacentHTML", "write"].map((property) => ({ property }))],
      "no-restricted-globals": ["error", "fetch", "XMLHttpRequest", "WebSocket", "EventSource", "localStorage", "sessionStorage"],
    },
  },
];
