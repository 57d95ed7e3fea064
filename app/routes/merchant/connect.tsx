import { json, type ActionFunctionArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type {} from "#app/load-context.ts";
import { parseMode, textFields } from "#app/merchants/connect-form.ts";
import { readConnection } from "#app/merchants/connect-queries.server.ts";
import { statusOfAnswer, type ConnectAnswer } from "#app/merchants/connection-view.ts";
import { removeConnection, saveAccount, saveConnection } from "#app/merchants/save-connection.server.ts";
import { requireMerchant, requireMerchantPost } from "#app/merchants/sign-in.server.ts";
import { testConnection } from "#app/merchants/test-connection.server.ts";
import { ConnectPage } from "#app/merchant-ui/connect/connect-page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { shop } = await requireMerchant(context.deps, request);
  return json({ view: await readConnection(context.deps, shop) });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { login, form } = await requireMerchantPost(context.deps, request);
  const answer = await act(context.deps, { shop: login.shop, userId: login.user.id }, form);
  return json(answer, { status: statusOfAnswer(answer) });
}

type Deps = LoaderFunctionArgs["context"]["deps"];

async function act(
  deps: Deps,
  actor: Parameters<typeof saveConnection>[1],
  form: FormData,
): Promise<ConnectAnswer> {
  const fields = textFields(form.entries());
  const version = Number(fields["version"] ?? Number.NaN);
  const setId = fields["setId"] || null;
  const mode = parseMode(fields["mode"]);
  switch (fields["intent"] ?? "") {
    case "save-account":
      return saveAccount(deps, actor, { version, fields });
    case "remove-set":
      return removeConnection(deps, actor, { version, fields, setId });
    case "save-set":
      return mode ? saveConnection(deps, actor, { version, fields, mode, setId }) : { kind: "conflict" };
    case "test":
      return mode ? testConnection(deps, actor, { fields, mode, setId }) : { kind: "conflict" };
    default:
      return { kind: "conflict" };
  }
}

export default function Connect() {
  const { view } = useLoaderData<typeof loader>();
  return <ConnectPage view={view} answer={useActionData<typeof action>() ?? null} />;
}
