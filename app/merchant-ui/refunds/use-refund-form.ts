import { useFetcher } from "@remix-run/react";
import type { RefundAnswer } from "#app/refunds/refund-page.ts";
import { useAdminFrame } from "../admin-frame.tsx";

/** One POST to the refund's own route, with the version that its page shows. */
export function useRefundForm(version: number) {
  const fetcher = useFetcher<RefundAnswer>();
  const { csrf } = useAdminFrame();
  return {
    send: (intent: string, fields: Record<string, string> = {}) =>
      fetcher.submit({ ...fields, intent, csrf, version: String(version) }, { method: "post" }),
    isSending: fetcher.state !== "idle",
    /** What was answered last; undefined before the first answer. */
    answer: fetcher.data,
  };
}

export type RefundForm = ReturnType<typeof useRefundForm>;
