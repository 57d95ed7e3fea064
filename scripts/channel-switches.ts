/** Takes channels off every shopper's page, and puts them back: `npm run channels -- list | off <id> --why "…" | on <id>`. */
import { parseArgs } from "node:util";
import { CATALOGUE, type Channel } from "#app/channels/channel-catalogue.ts";
import { isConfirmed } from "#app/channels/channels.ts";
import {
  listSwitches,
  LONGEST_REASON,
  switchOff,
  switchOn,
  type ChannelSwitch,
  type SwitchOutcome,
} from "#app/channels/switch-channels.server.ts";
import { readConfig } from "#app/lib/config.server.ts";
import { createLogger } from "#app/lib/logger.server.ts";
import { buildDependencies } from "../server/dependencies.ts";

const USAGE =
  'npm run channels -- list\nnpm run channels -- off <id> --why "…"\nnpm run channels -- on <id>\n';

const WORDS: Record<SwitchOutcome, string> = {
  done: "Done. Every page shows it within a minute.",
  "unknown-channel": "No channel has this id. `npm run channels -- list` names them all.",
  "reason-missing": 'Say why: --why "…". Whoever looks at the list later wants to know.',
  "reason-too-long": `The reason is longer than ${LONGEST_REASON} letters: it is one line of the list.`,
  "was-on": "Nothing to do: it is on.",
};

const { positionals, values } = parseArgs({ allowPositionals: true, options: { why: { type: "string" } } });
const [command, id] = positionals;
const deps = buildDependencies(readConfig(), createLogger("warn"));
try {
  if (command === "list" && id === undefined) {
    for (const each of await listSwitches(deps)) process.stdout.write(`${lineOf(each)}\n`);
  } else if (command === "off" && id !== undefined) {
    report(await switchOff(deps, { id, why: values.why ?? "" }));
  } else if (command === "on" && id !== undefined) {
    report(await switchOn(deps, id));
  } else {
    process.stderr.write(USAGE);
    process.exitCode = 1;
  }
} finally {
  await deps.close();
}

function report(outcome: SwitchOutcome): void {
  process.stdout.write(`${WORDS[outcome]}\n`);
  if (outcome !== "done" && outcome !== "was-on") process.exitCode = 1;
}

function lineOf({ id: channelId, name, off }: ChannelSwitch): string {
  const channel = CATALOGUE.channels.find((each) => each.id === channelId);
  const state = off ? `off since ${off.since.toISOString()}: ${off.why}` : "on";
  return `${channelId.padEnd(24)} ${(name ?? "no longer in the catalogue").padEnd(20)} ${state}${oldFacts(channel)}`;
}

/** What the catalogue holds and no page says, because nobody has confirmed it for too long. */
function oldFacts(channel: Channel | undefined): string {
  const old = new Set((channel?.facts ?? []).map(({ what }) => what));
  const unsaid = [...old].filter((what) => channel && !isConfirmed(channel, what));
  return unsaid.length === 0 ? "" : `; not confirmed: ${unsaid.join(", ")}`;
}
