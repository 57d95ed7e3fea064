import {
  json,
  type ActionFunctionArgs,
  type LinksFunction,
  type LoaderFunctionArgs,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { textFields } from "#app/merchants/connect-form.ts";
import { readPageSettings, savePageSettings, seePreview } from "#app/merchants/page-settings.server.ts";
import { statusOfSettings } from "#app/merchants/settings-answer.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { SHOPPER_PAGE_STYLESHEETS } from "#app/merchant-ui/shopper-page/shopper-page-stylesheet.ts";
import { ShopperPagePage } from "#app/merchant-ui/shopper-page/shopper-page-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ view: await readPageSettings(context.deps, shop.id) });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const fields = textFields(form.entries());
  const actor = { shopId: login.shop.id, userId: login.user.id };
  const answer =
    fields["intent"] === "previewed"
      ? await seePreview(context.deps, actor.shopId)
      : await savePageSettings(context.deps, actor, fields);
  return json(answer, { status: statusOfSettings(answer) });
}

export const links: LinksFunction = () => SHOPPER_PAGE_STYLESHEETS;

export default function ShopperPage() {
  const { view } = useLoaderData<typeof loader>();
  return <ShopperPagePage view={view} answer={useActionData<typeof action>() ?? null} />;
}
