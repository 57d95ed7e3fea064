import { z } from "zod";

/** What we read of vitest's JSON report (vitest 4, `--reporter=json`): each file and its tests. */
export const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
});

const errorSaid = z.object({ message: z.string().optional() });

const story = z.object({
  title: z.string(),
  ok: z.boolean(),
  tests: z.array(
    z.object({ status: z.string(), results: z.array(z.object({ errors: z.array(errorSaid) })) }),
  ),
});

export interface StorySuite {
  title: string;
  specs: z.infer<typeof story>[];
  suites?: StorySuite[] | undefined;
}

const storySuite: z.ZodType<StorySuite> = z.lazy(() =>
  z.object({ title: z.string(), specs: z.array(story), suites: z.array(storySuite).optional() }),
);

/** What we read of Playwright's JSON report (1.5x, `--reporter=json`): how many ended how, each story, other errors. */
export const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  suites: z.array(storySuite),
  errors: z.array(errorSaid),
});
