/** One form of the pages of statements: what it asks for, and what came of it. */
import { readMappingForm } from "./statement-mapping.ts";
import { PART_BYTES, type ConfirmAnswer, type UploadAnswer } from "./statement-upload.ts";
import {
  addPart,
  beginUpload,
  finishUpload,
  type StatementDeps,
  type UploadInput,
} from "./statement-upload.server.ts";
import { confirmStatement, discardUpload } from "./take-statement.server.ts";

const NOT_UNDERSTOOD = { kind: "refused", reason: "not-understood", line: null } as const;

interface Form {
  get(name: string): unknown;
}

/** What the script of the page sends while a file arrives. */
export async function answerUploadForm(
  deps: StatementDeps,
  input: { shopId: string; userId: string },
  form: Form,
): Promise<UploadAnswer> {
  const upload = { ...input, uploadId: textOf(form, "uploadId") };
  switch (form.get("intent")) {
    case "begin": {
      const size = numberOf(form, "size");
      if (size === null) return NOT_UNDERSTOOD;
      return beginUpload(deps, { ...input, fileName: textOf(form, "fileName"), size });
    }
    case "part": {
      const part = form.get("part");
      const number = numberOf(form, "number");
      if (!(part instanceof Blob) || part.size > PART_BYTES || number === null) return NOT_UNDERSTOOD;
      return addPart(deps, { ...upload, number, bytes: new Uint8Array(await part.arrayBuffer()) });
    }
    case "finish":
      return finishUpload(deps, upload);
    default:
      return NOT_UNDERSTOOD;
  }
}

/** The form under the mapping of a file. */
export async function answerMappingForm(
  deps: StatementDeps,
  input: UploadInput,
  form: Form,
): Promise<ConfirmAnswer> {
  switch (form.get("intent")) {
    case "confirm": {
      const mapping = readMappingForm((name) => form.get(name));
      return mapping
        ? confirmStatement(deps, { ...input, mapping, isWhole: form.get("isWhole") === "yes" })
        : { kind: "not-understood" };
    }
    case "discard":
      return discardUpload(deps, input);
    default:
      return { kind: "not-understood" };
  }
}

function textOf(form: Form, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

function numberOf(form: Form, name: string): number | null {
  const text = textOf(form, name);
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
