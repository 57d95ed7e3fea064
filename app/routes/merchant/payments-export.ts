import type { LoaderFunctionArgs } from "@remix-run/node";
import type {} from "#app/load-context.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { limaDay } from "#app/messages/merchant-moment.ts";
import { exportPayments } from "#app/payments/payments-csv-export.server.ts";
import { MACHINE_WORDS, type CsvWords } from "#app/payments/payments-csv.ts";

/** The list as a file. With `header=machine` names and keys are the same in every language. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { deps } = context;
  const { shop, user, language } = await requireMerchant(deps, request);
  const query = new URL(request.url).searchParams;
  const words = query.get("header") === "machine" ? MACHINE_WORDS : csvWords(language);
  const file = await exportPayments(deps, { shopId: shop.id, userId: user.id, query, words });
  const name = `pagoefectivo-${limaDay(deps.clock.now().toISOString())}.csv`;
  return new Response(file, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

function csvWords(language: MerchantLanguage): CsvWords {
  return {
    header: (column) => merchantMessage(`list.csv.${column}`, undefined, language),
    status: (status) => merchantMessage(`status.${status}`, undefined, language),
    mode: (mode) => merchantMessage(`status.mode.${mode}`, undefined, language),
    money: (stage) => merchantMessage(`fees.stage.${stage}`, undefined, language),
  };
}
