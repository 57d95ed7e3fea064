import { useFetcher } from "@remix-run/react";
import type { ShopHealth } from "#app/doctor/shop-words.ts";
import { useAdminFrame } from "../admin-frame.tsx";

/** What *Test now* is answered. */
export type TestAnswer = { kind: "limited" | "refused" } | { kind: "examined"; health: ShopHealth };

export function useTest() {
  const { csrf } = useAdminFrame();
  const fetcher = useFetcher<TestAnswer>();
  return {
    test: () => fetcher.submit({ intent: "test", csrf }, { method: "post" }),
    isTesting: fetcher.state !== "idle",
    /** What was answered last; undefined before the first answer. */
    answer: fetcher.data,
  };
}
