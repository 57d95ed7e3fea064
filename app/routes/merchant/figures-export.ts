import type { LoaderFunctionArgs } from "@remix-run/node";
import type {} from "#app/load-context.ts";
import { exportFigures } from "#app/figures/export-figures.server.ts";
import { MACHINE_FIGURES, type FiguresWords } from "#app/figures/figures-csv.ts";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { requireMerchant } from "#app/merchants/sign-in.server.ts";
import { merchantMessage } from "#app/messages/merchant-message.ts";
import { limaDay } from "#app/messages/merchant-moment.ts";

/** The figures as a file. With `header=machine` names and keys are the same in every language. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { deps } = context;
  const { shop, language } = await requireMerchant(deps, request);
  const query = new URL(request.url).searchParams;
  const words = query.get("header") === "machine" ? MACHINE_FIGURES : figuresWords(language);
  const name = `pagoefectivo-figures-${limaDay(deps.clock.now().toISOString())}.csv`;
  return new Response(exportFigures(deps, { shopId: shop.id, query, words }), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

function figuresWords(language: MerchantLanguage): FiguresWords {
  return {
    header: (column) => merchantMessage(`figures.csv.column.${column}`, undefined, language),
    figure: (figure) => merchantMessage(`figures.csv.figure.${figure}`, undefined, language),
    dimension: (dimension) => merchantMessage(`figures.csv.by.${dimension}`, undefined, language),
    measure: (measure) => merchantMessage(`figures.csv.measure.${measure}`, undefined, language),
    status: (status) => merchantMessage(`status.${status}`, undefined, language),
    mode: (mode) =>
      merchantMessage(mode === "all" ? "list.filter.allModes" : `status.mode.${mode}`, undefined, language),
    unknownChannel: merchantMessage("figures.channel.unknown", undefined, language),
  };
}
