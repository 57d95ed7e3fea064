import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { seeShopHealth } from "#app/doctor/see-shop-health.server.ts";
import { testShop } from "#app/doctor/test-shop.server.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { DoctorPage } from "#app/merchant-ui/doctor/doctor-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ health: await seeShopHealth(context.deps, shop.id), shop: shop.domain });
}

/** *Test now*. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  if (form.get("intent") !== "test") return json({ kind: "refused" as const }, { status: 422 });
  const answer = await testShop(context.deps, login.shop.id);
  return json(answer, { status: answer.kind === "limited" ? 429 : 200 });
}

export default function Doctor() {
  const { health, shop } = useLoaderData<typeof loader>();
  return <DoctorPage health={health} shop={shop} />;
}
