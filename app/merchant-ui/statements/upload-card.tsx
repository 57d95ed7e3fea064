import { useNavigate } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, ProgressBar, Text } from "@shopify/polaris";
import type { FormEvent } from "react";
import { useAdminFrame } from "../admin-frame.tsx";
import { addressOf } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";
import { knownText, refusalText } from "./statement-words.ts";
import { useUpload, type UploadProgress } from "./use-upload.ts";

/** A file is chosen and sent; once it has arrived, its own page goes on. */
export function UploadCard() {
  const { say } = useWords();
  const { keptQuery } = useAdminFrame();
  const navigate = useNavigate();
  const { progress, start } = useUpload((uploadId) =>
    navigate(addressOf(`/app/books/statements/${uploadId}`, {}, keptQuery)),
  );
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const file = new FormData(event.currentTarget).get("file");
    if (file instanceof File) start(file);
  };
  const isBusy = progress.kind === "sending" || progress.kind === "looking";
  return (
    <Card>
      <form onSubmit={send}>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {say("statements.upload.title")}
          </Text>
          <Text as="p">{say("statements.upload.body")}</Text>
          <label>
            <Text as="span">{say("statements.upload.file")}</Text>
            <br />
            <input type="file" name="file" accept=".xlsx,.csv,.txt" required disabled={isBusy} />
          </label>
          <Progress progress={progress} />
          <div>
            <Button submit variant="primary" loading={isBusy}>
              {say("statements.upload.action")}
            </Button>
          </div>
        </BlockStack>
      </form>
    </Card>
  );
}

function Progress({ progress }: { progress: UploadProgress }) {
  const words = useWords();
  const { say } = words;
  const percent = progress.kind === "sending" ? progress.percent : 100;
  const isBusy = progress.kind === "sending" || progress.kind === "looking";
  const said = saidOf(progress, words);
  return (
    <>
      {isBusy && (
        <BlockStack gap="100">
          <Text as="p" id="statement-upload">
            {progress.kind === "looking"
              ? say("statements.upload.looking")
              : say("statements.upload.progress", { percent: String(percent) })}
          </Text>
          <ProgressBar progress={percent} size="small" ariaLabelledBy="statement-upload" />
        </BlockStack>
      )}
      <div role="status">{said !== null && <Banner tone={said.tone}>{said.text}</Banner>}</div>
    </>
  );
}

function saidOf(progress: UploadProgress, words: ReturnType<typeof useWords>) {
  if (progress.kind === "lost")
    return { tone: "warning", text: words.say("statements.upload.lost") } as const;
  if (progress.kind !== "answered") return null;
  const { answer } = progress;
  if (answer.kind === "known") return { tone: "info", text: knownText(answer.statement, words) } as const;
  if (answer.kind === "refused") return { tone: "warning", text: refusalText(answer, words) } as const;
  return null;
}
