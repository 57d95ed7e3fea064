import { vitePlugin as remix } from "@remix-run/dev";
import { defineConfig } from "vite";
import remixOptions from "./remix.config.js";

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [remix(remixOptions)],
  // Maps are for the server's stack traces; beside the browser's scripts anybody could fetch them.
  build: { sourcemap: isSsrBuild === true, target: "es2022" },
}));
