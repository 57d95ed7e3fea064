import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { SearchPage } from "#app/merchant-ui/story/search-page.tsx";
import { reachShopper, searchStory } from "#app/story/see-story.server.ts";

/** `q`: what was pasted; `payment`: the one that was chosen; `answer`: the language of the answer. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const query = new URL(request.url).searchParams;
  const input = { shopId: shop.id, typed: query.get("q") ?? "", paymentId: query.get("payment") };
  const view = await searchStory(context.deps, { ...input, language: query.get("answer") });
  if (input.paymentId !== null && view.story === null) throw json(null, { status: 404 });
  return json({ view });
}

/** Fills the shopper's number and address into the links of the answer. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const [paymentId, language] = [form.get("payment"), form.get("answer")];
  if (form.get("intent") !== "reach" || typeof paymentId !== "string")
    return json({ kind: "not-understood" as const }, { status: 422 });
  const who = { shopId: login.shop.id, userId: login.user.id, paymentId };
  const answer = await reachShopper(context.deps, {
    ...who,
    language: typeof language === "string" ? language : null,
  });
  if (!answer) throw json(null, { status: 404 });
  return json(answer);
}

export default function Search() {
  const { view } = useLoaderData<typeof loader>();
  // A page of its own for each payment: a number that was shown must not stay for the next one.
  return <SearchPage key={view.story?.payment.id ?? view.typed} view={view} />;
}
