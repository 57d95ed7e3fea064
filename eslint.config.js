import path from "node:path";
import tseslint from "typescript-eslint";

const product = ["app/**/*.{ts,tsx}", "simulators/**/*.ts", "server/**/*.ts"];
const tests = ["**/*.test.{ts,tsx}", "tests/**/*.ts", "bench/**/*.ts"];
/** The last is the browser's: there nobody hands in a clock. */
const clocks = ["app/lib/clock.ts", "simulators/**/clock.ts", "app/shopper-ui/page-script/server-clock.ts"];

const FUNCTION_LINES = 70;
const VAGUE_WORDS = ["util", "utils", "helper", "helpers", "common", "manager", "data"];

const noFloat = {
  selector: "CallExpression[callee.name='parseFloat'], CallExpression[callee.property.name='parseFloat']",
  message: "Money is never a float: app/lib/money.ts reads decimal text digit by digit.",
};
const noEnvironment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "Only app/lib/config.server.ts reads the environment; take the value as an argument.",
};
const noOwnClock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0], CallExpression[callee.name='Date']",
    message: "Time comes from the injected clock.",
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: "Time comes from the injected clock.",
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "Chance comes from node:crypto, or from the seed in simulators and tests.",
  },
];

/** Like max-lines-per-function, but a `describe` is a chapter heading and may hold many tests. */
const testFunctionLength = {
  create(context) {
    const check = (node) => {
      const callee = node.parent?.type === "CallExpression" ? node.parent.callee : null;
      if (callee && /^describe\b/.test(context.sourceCode.getText(callee))) return;
      const lines = context.sourceCode.getText(node).split("\n");
      const counted = lines.filter((line) => line.trim() !== "" && !line.trim().startsWith("//")).length;
      if (counted > FUNCTION_LINES) {
        context.report({ node, message: `This function has ${counted} lines; at most ${FUNCTION_LINES}.` });
      }
    };
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};

const fileName = {
  create(context) {
    return {
      Program(node) {
        const name = path.basename(context.filename);
        if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/.test(name)) {
          context.report({ node, message: `File names are kebab-case: ${name}` });
        }
        const vague = name.split(/[-.]/).find((word) => VAGUE_WORDS.includes(word));
        if (vague)
          context.report({ node, message: `"${vague}" says nothing: name the file for its main export.` });
      },
    };
  },
};

/** Every text of a page comes from a catalogue: a literal would be read in one language by all. Signs and figures may stand. */
const noLiteralText = {
  create(context) {
    const spoken = /(?!\s*PagoEfectivo\s*$)^.*\p{L}/su;
    const attributes = /^(?:aria-label|title|label|alt|placeholder|content|accessibilityLabel|helpText)$/;
    const report = (node, text) => {
      if (spoken.test(text))
        context.report({ node, message: "Texts of a page are messages: put this one into the catalogue." });
    };
    return {
      JSXText: (node) => report(node, node.value),
      "JSXElement > JSXExpressionContainer > Literal": (node) => report(node, String(node.value ?? "")),
      "JSXElement > JSXExpressionContainer > TemplateLiteral": (node) =>
        report(node, node.quasis.map((quasi) => quasi.value.cooked).join("")),
      "JSXAttribute > Literal": (node) => {
        const isText = attributes.test(node.parent.name.name) && node.parent.parent.name.name !== "meta";
        if (isText) report(node, String(node.value ?? ""));
      },
    };
  },
};

export default tseslint.config(
  { ignores: ["node_modules/", "build/", ".data/", "app/generated/", "coverage/", "test-results/"] },
  {
    // A rule that is wrong for us is changed here, where everybody sees it.
    linterOptions: { noInlineConfig: true },
    plugins: {
      ventanilla: {
        rules: {
          "test-function-length": testFunctionLength,
          "file-name": fileName,
          "no-literal-text": noLiteralText,
        },
      },
    },
    rules: { "ventanilla/file-name": "error", eqeqeq: "error", "no-empty": "error" },
  },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/ban-ts-comment": [
        "error",
        { "ts-expect-error": true, minimumDescriptionLength: 10 },
      ],
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
      // Remix answers by throwing a Response, or its own typed one.
      "@typescript-eslint/only-throw-error": ["error", { allow: ["Response", "TypedResponse"] }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // An async function without await is how an interface that returns a promise is met.
      "@typescript-eslint/require-await": "off",
      // Remix 2 and Polaris mark as deprecated what their next major version replaces.
      "@typescript-eslint/no-deprecated": "off",
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      // A digit is one code point; the rule has emoji in mind.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      complexity: ["error", { max: 20, variant: "modified" }],
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": [
        "error",
        { max: FUNCTION_LINES, skipBlankLines: true, skipComments: true },
      ],
      "no-restricted-syntax": ["error", noFloat],
    },
  },
  {
    files: product,
    rules: {
      "no-console": "error",
      "no-restricted-syntax": ["error", noFloat, noEnvironment, ...noOwnClock],
    },
  },
  {
    files: ["app/**/*.tsx"],
    ignores: ["**/*.test.tsx"],
    rules: { "ventanilla/no-literal-text": "error" },
  },
  {
    files: ["app/shopper-ui/page-script/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      // Node's types are known in every file; a shopper's browser has nothing of Node.
      "no-restricted-globals": ["error", "process", "Buffer", "global", "require", "setImmediate"],
    },
  },
  { files: clocks, rules: { "no-restricted-syntax": ["error", noFloat, noEnvironment] } },
  {
    files: ["app/lib/config.server.ts"],
    rules: { "no-restricted-syntax": ["error", noFloat, ...noOwnClock] },
  },
  {
    files: tests,
    rules: {
      "@typescript-eslint/consistent-type-assertions": "off",
      // `expect.any` and its kin are typed `any`.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "no-restricted-syntax": ["error", noFloat],
      "max-lines-per-function": "off",
      "ventanilla/test-function-length": "error",
    },
  },
);
