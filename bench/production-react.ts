/**
 * Loaded before the app (`--import`): React as it runs in production. Which React it is goes by NODE_ENV when it is first imported, and
 * an app with NODE_ENV=production refuses simulators, without which nobody could sign in here.
 */
const before = process.env["NODE_ENV"];
process.env["NODE_ENV"] = "production";
await import("react");
await import("react/jsx-runtime");
await import("react-dom/server");
process.env["NODE_ENV"] = before;

export {};
