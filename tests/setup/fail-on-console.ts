import { format } from "node:util";
import { afterEach, beforeEach } from "vitest";

const { error, warn } = console;
let said: string[] = [];

// Product code logs through its logger; what reaches the console is a library's complaint (React, a
// driver) that nobody would read in a green run.
beforeEach(() => {
  said = [];
  console.error = (...words: unknown[]) => void said.push(`console.error: ${format(...words)}`);
  console.warn = (...words: unknown[]) => void said.push(`console.warn: ${format(...words)}`);
});

afterEach(() => {
  console.error = error;
  console.warn = warn;
  if (said.length > 0) throw new Error(`Unexpected console output:\n${said.join("\n")}`);
});
