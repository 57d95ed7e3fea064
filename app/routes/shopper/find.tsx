import { json, type HeadersFunction, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { message } from "#app/messages/message.ts";
import { chooseLanguage } from "#app/payments/shopper-language.ts";
import { FindPage, findStatusId } from "#app/shopper-ui/find-page.tsx";
import { languageOfPage } from "#app/shopper-ui/page-language.ts";
import { voucherLinks } from "#app/shopper-ui/voucher-assets.ts";

/** Nothing is looked up here: the page is the same for everybody. The form's door hands over what it could not take. */
export function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const { findAnswer: answer = null } = context;
  const language = chooseLanguage({
    query: searchParams.get("lang"),
    shopper: null,
    header: request.headers.get("Accept-Language"),
  });
  const isAsked = answer === null && searchParams.get("asked") === "yes";
  const view = { language, canSend: context.deps.mailer !== null, isAsked, answer };
  if (answer === null) return json({ view });
  if ("refused" in answer) return json({ view }, { status: 422 });
  return json(
    { view },
    { status: 429, headers: { "Retry-After": String(Math.ceil(answer.againInMs / 1_000)) } },
  );
}

export const links = voucherLinks;

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: message(data ? findStatusId(data.view) : "find.status", undefined, languageOfPage(matches)) },
];

export const headers: HeadersFunction = ({ loaderHeaders }) => ({
  "Cache-Control": "no-store",
  ...(loaderHeaders.has("Retry-After") && { "Retry-After": loaderHeaders.get("Retry-After") ?? "" }),
});

export default function Find() {
  const { view } = useLoaderData<typeof loader>();
  return <FindPage view={view} />;
}
