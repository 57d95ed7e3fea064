import { useFetcher } from "@remix-run/react";
import type { PaymentAnswer } from "#app/payments/payment-answer.ts";
import { useAdminFrame } from "../admin-frame.tsx";

/** One POST to the payment's own route, without leaving its page. */
export function usePaymentAct() {
  const fetcher = useFetcher<PaymentAnswer>();
  const { csrf } = useAdminFrame();
  return {
    send: (intent: string, fields: Record<string, string> = {}) =>
      fetcher.submit({ ...fields, intent, csrf }, { method: "post" }),
    isSending: fetcher.state !== "idle",
    /** What was answered last; undefined before the first answer. */
    answer: fetcher.data,
  };
}
