import { redirect, type LoaderFunctionArgs } from "@remix-run/node";

/** `application_url`: Shopify opens the app here. What it says in the address signs the person in at the next page. */
export function loader({ request }: LoaderFunctionArgs): Response {
  return redirect(`/app${new URL(request.url).search}`, { headers: { "Cache-Control": "no-store" } });
}
