import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { answerCloseForm } from "#app/books/answer-close-form.server.ts";
import { readChoice } from "#app/books/close-page.ts";
import { seeClose } from "#app/books/see-close.server.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { ClosePage } from "#app/merchant-ui/books/close-page.tsx";
import { merchantMessage } from "#app/messages/merchant-message.ts";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const query = new URL(request.url).searchParams;
  const after = /^\d{1,9}$/.exec(query.get("after") ?? "")?.[0] ?? "0";
  const view = await seeClose(context.deps, {
    ...{ shopId: shop.id, closeId: params["closeId"] ?? "" },
    ...{ view: readChoice(query.get("view")), after: Number(after) },
  });
  if (!view) throw json(null, { status: 404 });
  return json({ view });
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const pairNote = merchantMessage("books.pair.note", undefined, login.language);
  const input = {
    shopId: login.shop.id,
    userId: login.user.id,
    closeId: params["closeId"] ?? "",
    pairNote,
  };
  const answer = await answerCloseForm(context.deps, input, form);
  if (!answer) throw json(null, { status: 404 });
  return json(answer, { status: answer.kind === "refused" ? 422 : 200 });
}

export default function Book() {
  const { view } = useLoaderData<typeof loader>();
  // A page of its own for each close: what was written for one must not stay for the next.
  return <ClosePage key={view.id} view={view} />;
}
