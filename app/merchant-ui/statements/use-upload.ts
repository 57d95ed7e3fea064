import { useState } from "react";
import { readUploadAnswer } from "#app/books/statement-upload-answer.ts";
import { MOST_UPLOAD_BYTES, PART_BYTES, partsOf, type UploadAnswer } from "#app/books/statement-upload.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { useAddress } from "../merchant-link.tsx";

export type UploadProgress =
  | { kind: "idle" }
  | { kind: "sending"; percent: number }
  | { kind: "looking" }
  /** The connection broke, or somebody else answered. */
  | { kind: "lost" }
  | { kind: "answered"; answer: UploadAnswer };

/** A part that did not arrive is sent again so often. */
const TRIES = 3;

/** Sends a file part by part, so that neither a slow line nor a proxy's limit stops it, and says how far it is. */
export function useUpload(onReady: (uploadId: string) => void) {
  const { csrf } = useAdminFrame();
  const address = useAddress("/app/books/statements/parts");
  const [progress, setProgress] = useState<UploadProgress>({ kind: "idle" });
  const send = (fields: Record<string, string | Blob>) => sendForm(address, { csrf, ...fields });
  const upload = async (file: File) => {
    if (file.size > MOST_UPLOAD_BYTES) return refused("file-too-large");
    setProgress({ kind: "sending", percent: 0 });
    const begun = await send({ intent: "begin", fileName: file.name, size: String(file.size) });
    if (begun?.kind !== "begun") return begun;
    const { uploadId } = begun;
    const parts = partsOf(file.size);
    for (let number = 0; number < parts; number += 1) {
      const part = file.slice(number * PART_BYTES, (number + 1) * PART_BYTES);
      const kept = await send({ intent: "part", uploadId, number: String(number), part });
      if (kept?.kind !== "kept") return kept;
      setProgress({ kind: "sending", percent: Math.floor(((number + 1) * 100) / parts) });
    }
    setProgress({ kind: "looking" });
    return send({ intent: "finish", uploadId });
  };
  return {
    progress,
    start: (file: File) => {
      upload(file).then(
        (answer) => {
          setProgress(answer ? { kind: "answered", answer } : { kind: "lost" });
          if (answer?.kind === "ready") onReady(answer.uploadId);
        },
        () => setProgress({ kind: "lost" }),
      );
    },
  };
}

function refused(reason: "file-too-large"): UploadAnswer {
  return { kind: "refused", reason, line: null };
}

/** Null when nobody of ours answered, however often it was tried. */
async function sendForm(
  address: string,
  fields: Record<string, string | Blob>,
): Promise<UploadAnswer | null> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    const answer = await fetch(address, { method: "POST", body: form })
      .then(async (response): Promise<unknown> => response.json())
      .catch(() => null);
    const read = readUploadAnswer(answer);
    if (read) return read;
  }
  return null;
}
