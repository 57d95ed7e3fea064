import { createServer } from "node:http";

export interface ReceivedNotice {
  body: string;
  signature: string | null;
  headers: Record<string, string | string[] | undefined>;
  path: string;
}

export interface NoticeReceiver {
  url: string;
  received: ReceivedNotice[];
  /** Statuses of the next answers, first one first; then always 200. `"silence"` never answers. */
  nextAnswers: (number | "silence")[];
  /** Called when a notice has arrived, before it is answered. */
  onArrival: (notice: ReceivedNotice) => void;
  close(): Promise<void>;
}

/** A shop's notify endpoint: a real server that keeps what it was sent. */
export async function startNoticeReceiver(): Promise<NoticeReceiver> {
  const receiver: Omit<NoticeReceiver, "url" | "close"> = {
    received: [],
    nextAnswers: [],
    onArrival: () => undefined,
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const signature = request.headers["pe-signature"];
      const notice = {
        body: Buffer.concat(chunks).toString("utf8"),
        signature: typeof signature === "string" ? signature : null,
        headers: request.headers,
        path: request.url ?? "",
      };
      receiver.received.push(notice);
      receiver.onArrival(notice);
      const status = receiver.nextAnswers.shift() ?? 200;
      if (status !== "silence") response.writeHead(status).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The receiver has no port.");
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${address.port}/notices`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}
