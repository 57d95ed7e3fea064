import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { DockerfileParser, type Copy, type Instruction } from "dockerfile-ast";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Stage {
  name: string;
  /** The image that it starts from. */
  base: string;
  instructions: readonly Instruction[];
}

export interface CopiedFiles {
  /** Null: from the checkout, through .dockerignore. */
  from: string | null;
  sources: readonly string[];
  target: string;
}

/** The stages of the Dockerfile, in their order. */
export function readStages(): Stage[] {
  const dockerfile = DockerfileParser.parse(readFileSync(path.join(root, "Dockerfile"), "utf8"));
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  for (const instruction of dockerfile.getInstructions()) {
    if (instruction.getKeyword() === "FROM") {
      const [base = "", , name = ""] = wordsOf(instruction);
      stages.push({ name, base, instructions: [] });
    } else {
      stages.at(-1)?.instructions.push(instruction);
    }
  }
  return stages;
}

export function stageNamed(name: string): Stage {
  const stage = readStages().find((one) => one.name === name);
  if (!stage) throw new Error(`the Dockerfile has no stage ${name}`);
  return stage;
}

export function wordsOf(instruction: Instruction): string[] {
  return instruction.getArguments().map((argument) => argument.getValue());
}

/** What the instructions of this keyword say, each as its words. */
export function saidBy(stage: Stage, keyword: string): string[][] {
  return stage.instructions.filter((one) => one.getKeyword() === keyword).map(wordsOf);
}

/** A command in its exec form, or null: a shell would swallow the signal to stop. */
export function commandOf(stage: Stage, keyword: "CMD" | "HEALTHCHECK"): string[] | null {
  const instruction = stage.instructions.find((one) => one.getKeyword() === keyword);
  const text = instruction?.getArgumentsContent() ?? "";
  const json = /\[.*\]$/s.exec(text)?.[0];
  if (json === undefined) return null;
  const words: unknown = JSON.parse(json);
  return Array.isArray(words) ? words.map(String) : null;
}

export function copiesOf(stage: Stage): CopiedFiles[] {
  return stage.instructions
    .filter((one): one is Copy => one.getKeyword() === "COPY")
    .map((copy) => {
      const words = wordsOf(copy).filter((word) => !word.startsWith("--"));
      const from =
        copy
          .getFlags()
          .find((flag) => flag.getName() === "from")
          ?.getValue() ?? null;
      return { from, sources: words.slice(0, -1), target: words.at(-1) ?? "" };
    });
}
