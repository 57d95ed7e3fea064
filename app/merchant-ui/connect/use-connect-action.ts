import { useFetcher } from "@remix-run/react";
import type { ConnectAnswer } from "#app/merchants/connection-view.ts";
import { useAdminFrame } from "../admin-frame.tsx";

/** Like `useAction`, with the answers of the connection page: its reports and questions are more than a word. */
export function useConnectAction() {
  const { csrf } = useAdminFrame();
  const fetcher = useFetcher<ConnectAnswer>();
  const state: "idle" | "submitting" = fetcher.state === "idle" ? "idle" : "submitting";
  return {
    submit: (intent: string, fields: Record<string, string>) =>
      fetcher.submit({ ...fields, intent, csrf }, { method: "post" }),
    state,
    /** The same object until the next answer; undefined before the first. */
    result: fetcher.data,
  };
}
