/** The pages that Remix serves, as `app/routes.ts` lists them, with what the built app makes of each. */
import { z } from "zod";
import { loadPages } from "../../server/web.ts";
import routeConfig from "../../app/routes.ts";

export interface AdminRoute {
  /** As Remix calls it in `?_data=`. */
  id: string;
  /** With its parameters: `/app/payments/:paymentId`. */
  path: string;
  reads: boolean;
  writes: boolean;
}

interface RouteEntry {
  id?: string | undefined;
  path?: string | undefined;
  file: string;
  children?: RouteEntry[] | undefined;
}

const routeEntry: z.ZodType<RouteEntry> = z.looseObject({
  id: z.string().optional(),
  path: z.string().optional(),
  file: z.string(),
  children: z.lazy(() => z.array(routeEntry)).optional(),
});

/**
 * Who asks nobody to sign in, and why. A route that is neither here nor refuses a stranger fails `every-page-wants-a-login.test.ts`: whoever
 * adds one decides it here.
 */
export const OPEN_TO_ALL: Readonly<Record<string, string>> = {
  "routes/shopper/operation": "its address is the key",
  "routes/shopper/find": "shows nothing, and writes only to the address that stands with a payment",
  "routes/shopper/refund-claim": "its address is the key",
  "routes/shopper/refund-details-received": "the same for everybody",
  "routes/merchant/enter": "leads to the admin, which asks",
  "routes/auth/auth": "where signing in begins and ends",
  "routes/shopify/webhook": "Shopify signs what it sends there",
  "routes/not-found": "the same for everybody",
};

/** Every route of `app/routes.ts`. */
export async function everyRoute(): Promise<AdminRoute[]> {
  const { routes } = await loadPages();
  const listed = (entries: readonly RouteEntry[], parent: string): AdminRoute[] =>
    entries.flatMap(({ id = "", file, path = "", children = [] }) => {
      const routeId = id || file.replace(/\.tsx?$/, "");
      const whole = path === "" ? parent : `${parent}/${path}`;
      const built = routes[routeId];
      if (!built) throw new Error(`app/routes.ts lists ${routeId}, which the built pages do not have`);
      const { module } = built;
      const inside = listed(children, whole);
      // A layout has no address of its own: it is asked for with any page in it.
      const address = whole || inside[0]?.path || "/";
      const route = {
        ...{ id: routeId, path: address },
        ...{ reads: "loader" in module, writes: "action" in module },
      };
      return [route, ...inside];
    });
  return listed(z.array(routeEntry).parse(routeConfig), "");
}

/** Those that a merchant signs in for. */
export async function adminRoutes(): Promise<AdminRoute[]> {
  return (await everyRoute()).filter(({ id }) => !Object.hasOwn(OPEN_TO_ALL, id));
}
