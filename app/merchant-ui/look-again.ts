import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

/**
 * Asks for the page's answer anew, so long after the last one has come: while one is on its way none is asked for, because each new
 * question breaks off the one before, and over a slow line none would ever be answered.
 */
export function useLookAgain(afterMs: number): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (state !== "idle") return;
    const timer = setTimeout(revalidate, afterMs);
    return () => clearTimeout(timer);
  }, [revalidate, state, afterMs]);
}
