import { createServer } from "node:http";
import { listen } from "../../server/listen.ts";

/** Answers 200 to everything and remembers the header lines as they came, each as `name: value` in small letters. */
export async function startRecorder() {
  const requests: string[][] = [];
  const server = createServer((request, response) => {
    const { rawHeaders } = request;
    const lines = rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [`${name.toLowerCase()}: ${rawHeaders[index + 1] ?? ""}`] : [],
    );
    requests.push(lines.toSorted());
    response.end("{}");
  });
  const listening = await listen(server, 0, "127.0.0.1");
  return { port: listening.port, close: () => listening.close(), requests };
}
