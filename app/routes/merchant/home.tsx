import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { seeMorning } from "#app/books/see-close.server.ts";
import { putSetupAside } from "#app/merchants/put-setup-aside.server.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { HomePage } from "#app/merchant-ui/home/home-page.tsx";
import { seeHome } from "#app/payments/see-home.server.ts";
import { countOverdue } from "#app/refunds/list-refunds.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  const [home, overdueRefunds, morning] = await Promise.all([
    seeHome(context.deps, shop.id),
    countOverdue(context.deps, shop.id),
    seeMorning(context.deps, shop.id),
  ]);
  return json({ home, overdueRefunds, morning });
}

/** The guide is put aside (`hide-setup`) or brought back (`show-setup`). */
export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const intent = form.get("intent");
  if (intent !== "hide-setup" && intent !== "show-setup") return json({ kind: "refused" }, { status: 422 });
  const aside = intent === "hide-setup";
  const isDone = await putSetupAside(context.deps, { shopId: login.shop.id, aside });
  return json({ kind: isDone ? "saved" : "refused" }, { status: isDone ? 200 : 422 });
}

export default function Home() {
  const { home, overdueRefunds, morning } = useLoaderData<typeof loader>();
  return <HomePage view={home} overdueRefunds={overdueRefunds} morning={morning} />;
}
