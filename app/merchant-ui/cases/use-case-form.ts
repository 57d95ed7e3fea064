import { useFetcher } from "@remix-run/react";
import type { CaseAnswer } from "#app/cases/case-page.ts";
import { useAdminFrame } from "../admin-frame.tsx";

/** One POST to the case's own route, with the version that its page shows. */
export function useCaseForm(version: number) {
  const fetcher = useFetcher<CaseAnswer>();
  const { csrf } = useAdminFrame();
  return {
    send: (intent: string, fields: Record<string, string> = {}) =>
      fetcher.submit({ ...fields, intent, csrf, version: String(version) }, { method: "post" }),
    isSending: fetcher.state !== "idle",
    /** What was answered last; undefined before the first answer. */
    answer: fetcher.data,
  };
}
