import { useRouteLoaderData } from "@remix-run/react";
import { z } from "zod";

const loaded = z.object({ canFind: z.boolean() });

/** Whether this installation can write to shoppers, so that a page may offer it. The root says so of every page. */
export function useCanFind(): boolean {
  const root = loaded.safeParse(useRouteLoaderData("root"));
  return root.success && root.data.canFind;
}
