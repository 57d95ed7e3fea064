import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { activateShop, deactivateShop, readActivation } from "#app/merchants/activate-shop.server.ts";
import { textFields } from "#app/merchants/connect-form.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { ActivatePage } from "#app/merchant-ui/activate/activate-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ view: await readActivation(context.deps, shop.id) });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { deps } = context;
  const { login, form } = await requireMerchantPost(deps, request);
  const actor = { shop: login.shop, userId: login.user.id };
  switch (textFields(form.entries())["intent"] ?? "") {
    case "activate": {
      const answer = await activateShop(deps, actor);
      return json(answer, { status: answer.kind === "missing" ? 422 : 200 });
    }
    case "deactivate":
      return json(await deactivateShop(deps, actor));
    default:
      return json({ kind: "refused" }, { status: 422 });
  }
}

export default function Activate() {
  return <ActivatePage view={useLoaderData<typeof loader>().view} />;
}
