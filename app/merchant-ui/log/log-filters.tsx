import { useNavigate } from "@remix-run/react";
import { Button, InlineStack, Select, TextField } from "@shopify/polaris";
import { useState, type FormEvent } from "react";
import { isNarrowed, KINDS_OF, VERDICTS_OF, writeLogFilter, type LogFilter } from "#app/log/log-list.ts";
import { useAdminFrame } from "../admin-frame.tsx";
import { addressOf, useAddress } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";
import { KIND_WORDS } from "./log-words.ts";

const PATH = "/app/log";

/** What of a direction is shown: by result, kind, day and payment. A filter is an address, which can be kept and sent on. */
export function LogFilters({ filter }: { filter: LogFilter }) {
  const { say } = useWords();
  const navigate = useNavigate();
  const { keptQuery } = useAdminFrame();
  const [asked, setAsked] = useState(() => writeLogFilter(filter));
  const clear = useAddress(PATH, { direction: filter.direction });
  const field = (name: "verdict" | "kind" | "from" | "to" | "payment") => ({
    value: asked[name] ?? "",
    onChange: (value: string) => setAsked((before) => ({ ...before, [name]: value })),
  });
  const all = { label: say("log.filter.all"), value: "" };
  const show = (event: FormEvent) => {
    event.preventDefault();
    navigate(addressOf(PATH, asked, keptQuery), { preventScrollReset: true });
  };
  return (
    <form onSubmit={show} className="log-filters">
      <Select
        label={say("log.filter.verdict")}
        options={[
          all,
          ...VERDICTS_OF[filter.direction].map((value) => ({ value, label: say(`log.verdict.${value}`) })),
        ]}
        {...field("verdict")}
      />
      <Select
        label={say("log.filter.kind")}
        options={[
          all,
          ...KINDS_OF[filter.direction].map((value) => ({ value, label: say(KIND_WORDS[value]) })),
        ]}
        {...field("kind")}
      />
      <TextField label={say("log.filter.from")} type="date" autoComplete="off" {...field("from")} />
      <TextField label={say("log.filter.to")} type="date" autoComplete="off" {...field("to")} />
      <TextField
        label={say("log.filter.payment")}
        placeholder={say("log.filter.paymentHelp")}
        autoComplete="off"
        {...field("payment")}
      />
      <InlineStack gap="200" blockAlign="center">
        <Button submit>{say("log.filter.apply")}</Button>
        {isNarrowed(filter) && (
          <Button url={clear} variant="plain">
            {say("log.filter.clear")}
          </Button>
        )}
      </InlineStack>
    </form>
  );
}
