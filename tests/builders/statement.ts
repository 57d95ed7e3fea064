/** A person of a shop uploads statements over HTTP, as the page's script does. */
import { z } from "zod";
import { readUploadAnswer } from "../../app/books/statement-upload-answer.ts";
import { mappingForm, type StatementMapping } from "../../app/books/statement-mapping.ts";
import {
  PART_BYTES,
  partsOf,
  type ConfirmAnswer,
  type StatementsView,
  type UploadAnswer,
  type UploadView,
} from "../../app/books/statement-upload.ts";
import { invariant } from "../../app/lib/invariant.ts";
import type { TestWorld } from "../setup/world.ts";
import { openSettings, type SettingsPage } from "./settings-page.ts";

const LIST = "/app/books/statements";
const PARTS = `${LIST}/parts`;

export interface StatementDesk {
  page: SettingsPage;
  /** Posts one form of the script that sends files. */
  send(fields: Record<string, string | Blob>): Promise<UploadAnswer>;
  /** All parts, and the question what the file is. */
  upload(bytes: Buffer | string, fileName?: string): Promise<UploadAnswer>;
  list(): Promise<StatementsView>;
  see(uploadId: string): Promise<UploadView>;
  answer(
    uploadId: string,
    intent: "confirm" | "discard",
    fields?: Record<string, string>,
  ): Promise<ConfirmAnswer>;
  /** Confirms as the page shows it, or with this mapping, and waits until it was read. */
  take(uploadId: string, mapping?: StatementMapping): Promise<UploadView>;
}

export async function openStatements(world: TestWorld): Promise<StatementDesk> {
  const page = await openSettings(world, { address: LIST, route: "routes/merchant/statements" });
  const send = async (fields: Record<string, string | Blob>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const answer = readUploadAnswer(await (await page.upload(PARTS, form)).json());
    invariant(answer, "the door of parts answers in its own words");
    return answer;
  };
  const at = (uploadId: string) =>
    `${LIST}/${uploadId}?_data=${encodeURIComponent("routes/merchant/statement-upload")}`;
  const see = async (uploadId: string) => {
    const answer = await page.get(at(uploadId));
    invariant(answer.status === 200, `the file was answered ${answer.status}`);
    return z.object({ view: z.custom<UploadView>() }).parse(await answer.json()).view;
  };
  const answer = async (uploadId: string, intent: string, fields: Record<string, string> = {}) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ intent, ...fields })) form.set(name, value);
    return z.custom<ConfirmAnswer>().parse(await (await page.upload(at(uploadId), form)).json());
  };
  return {
    page,
    send,
    see,
    answer,
    upload: (bytes, fileName = "reporte.csv") => uploadWhole(send, Buffer.from(bytes), fileName),
    list: async () => z.object({ view: z.custom<StatementsView>() }).parse(await page.load()).view,
    take: async (uploadId, mapping) => {
      const { mapping: shown, preview } = await see(uploadId);
      const isWhole = preview?.isOpenEnded ? "no" : "yes";
      const said = await answer(uploadId, "confirm", { ...mappingForm(mapping ?? shown), isWhole });
      invariant(said.kind === "reading", `the mapping was answered ${said.kind}`);
      return world.until("the file to be read", async () => {
        const view = await see(uploadId);
        return view.state === "reading" ? undefined : view;
      });
    },
  };
}

async function uploadWhole(
  send: StatementDesk["send"],
  bytes: Buffer,
  fileName: string,
): Promise<UploadAnswer> {
  const begun = await send({ intent: "begin", fileName, size: String(bytes.length) });
  if (begun.kind !== "begun") return begun;
  const { uploadId } = begun;
  for (let number = 0; number < partsOf(bytes.length); number += 1) {
    const part = new Blob([new Uint8Array(bytes.subarray(number * PART_BYTES, (number + 1) * PART_BYTES))]);
    const kept = await send({ intent: "part", uploadId, number: String(number), part });
    if (kept.kind !== "kept") return kept;
  }
  return send({ intent: "finish", uploadId });
}
