import { json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { APP_VERSION } from "#app/help/app-version.ts";
import { findHelp } from "#app/help/find-help.ts";
import { helpBook } from "#app/help/help-book.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";
import { HelpPage } from "#app/merchant-ui/help/help-page.tsx";

/** `q`: the words that are looked for; `about`: the answer that another page leads to. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { language } = await requireMerchant(context.deps, request);
  const query = new URL(request.url).searchParams;
  const asked = { query: query.get("q") ?? "", about: query.get("about"), language };
  return json({ view: findHelp(helpBook(), asked), version: APP_VERSION });
}

export default function Help() {
  const { view, version } = useLoaderData<typeof loader>();
  return <HelpPage key={view.typed} view={view} version={version} />;
}
