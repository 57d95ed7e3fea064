import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { answerClosesForm } from "#app/books/answer-close-form.server.ts";
import { listCloses } from "#app/books/see-close.server.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { ClosesPage } from "#app/merchant-ui/books/closes-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ list: await listCloses(context.deps, shop.id) });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const input = { shopId: login.shop.id, userId: login.user.id };
  const answer = await answerClosesForm(context.deps, input, form);
  return json(answer, { status: answer.kind === "refused" ? 422 : 200 });
}

export default function Books() {
  return <ClosesPage list={useLoaderData<typeof loader>().list} />;
}
