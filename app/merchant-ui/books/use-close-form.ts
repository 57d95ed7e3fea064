import { useFetcher } from "@remix-run/react";
import type { CloseAnswer } from "#app/books/close-page.ts";
import { useAdminFrame } from "../admin-frame.tsx";

/** One POST to the page's own route. */
export function useCloseForm() {
  const fetcher = useFetcher<CloseAnswer>();
  const { csrf } = useAdminFrame();
  return {
    send: (intent: string, fields: Record<string, string> = {}) =>
      fetcher.submit({ ...fields, intent, csrf }, { method: "post" }),
    isSending: fetcher.state !== "idle",
    /** What was answered last; undefined before the first answer. */
    answer: fetcher.data,
  };
}

export type CloseForm = ReturnType<typeof useCloseForm>;
