/** Forms with one file in them: judged before the body is read, because it is held in memory whole. */

/** What a form adds to its file. */
const FORM_BYTES = 16 * 1024;

/** Browsers always say how long a form is; who does not is not read. */
export function isUploadTooLarge(request: Request, mostFileBytes: number): boolean {
  const length = Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY);
  return !(length <= mostFileBytes + FORM_BYTES);
}

/** The largest file that any form of the admin takes is a receipt of 5 MiB. */
const MOST_FORM_BYTES = 5 * 1024 * 1024 + FORM_BYTES;

/** Before a page of the admin reads a form: whether it is larger than any, or sent without a word of how large it is. */
export function isFormTooLarge(headers: Headers): boolean {
  return (
    headers.has("transfer-encoding") || !(Number(headers.get("content-length") ?? 0) <= MOST_FORM_BYTES)
  );
}

/** What is still being sent is not read, so that the connection cannot be used again: the next request on it would be lost. */
export const UNREAD = { status: 413, headers: { connection: "close" } } as const satisfies ResponseInit;
