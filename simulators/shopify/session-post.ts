import http from "node:http";
import https from "node:https";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { Gate } from "./gate.ts";

/** The client side of mutual TLS: who we are, and which authority we expect the app's server to be signed by. PEM. */
export interface ClientTls {
  key: string;
  cert: string;
  ca: string;
}

export interface SessionPost {
  url: string;
  headers: Record<string, string>;
  body: string;
  tls: Partial<ClientTls> | null;
  /** Real milliseconds for the head of the answer, and again for its body once reading began. */
  timeoutMs: number;
  /** Passed between the head of the answer and its reading. */
  reading: Gate;
  signal: AbortSignal;
}

function start(post: SessionPost): http.ClientRequest {
  const options = { method: "POST", headers: post.headers, signal: post.signal, agent: false as const };
  if (new URL(post.url).protocol !== "https:") return http.request(post.url, options);
  // Without a client certificate we still check the server: that is how a stranger would call.
  return https.request(post.url, { ...options, ...(post.tls ?? {}) });
}

function head(post: SessionPost): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = start(post);
    const timer = setTimeout(() => request.destroy(new Error("timeout")), post.timeoutMs);
    request.once("response", (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    // Stays attached: the connection may still break after the head, and an unheard error would end the process.
    request.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.end(post.body);
  });
}

/** Sends one request over its own connection and reads the whole answer. Throws when there is none or it breaks off. */
export async function postSession(post: SessionPost): Promise<{ status: number; bodyText: string }> {
  const response = await head(post);
  await post.reading.passed();
  // Closing opens the gate too; an answer let through by that alone must not count as read.
  post.signal.throwIfAborted();
  const timer = setTimeout(() => response.destroy(new Error("timeout")), post.timeoutMs);
  try {
    return { status: response.statusCode ?? 0, bodyText: await text(response) };
  } finally {
    clearTimeout(timer);
  }
}
