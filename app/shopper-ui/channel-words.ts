/** What is said of a group of channels, and of one that cannot take a code. */
import type { ChannelGroup } from "#app/channels/channel-catalogue.ts";
import type { Refusal } from "#app/channels/channels.ts";
import { assertNever } from "#app/lib/invariant.ts";
import type { Money } from "#app/lib/money.ts";
import type { Words } from "./words.tsx";

export function groupName({ say }: Words, group: ChannelGroup): string {
  switch (group) {
    case "app":
      return say("voucher.app.name");
    case "agent":
      return say("voucher.agent.name");
    case "cash-network":
      return say("voucher.channel.network.name");
    case "wallet":
      return say("voucher.channel.wallet.name");
    default:
      return assertNever(group);
  }
}

/** Steps in words that hold at every place of the group, whatever its own screens say. */
export function groupSteps({ money, say }: Words, group: ChannelGroup, amount: Money): string[] {
  switch (group) {
    case "app":
      return [
        say("voucher.app.step1"),
        say("voucher.app.step2", { currency: say(`voucher.currency.${amount.currency}`) }),
        say("voucher.app.step3"),
        say("voucher.app.step4"),
        say("voucher.app.step5"),
      ];
    case "agent":
    case "cash-network":
      return [
        say("voucher.agent.step1"),
        say("voucher.agent.step2"),
        say("voucher.agent.step3", { amount: money(amount) }),
        say("voucher.agent.step4"),
      ];
    case "wallet":
      return [
        say("voucher.channel.wallet.step1"),
        say("voucher.channel.wallet.step2"),
        say("voucher.app.step4"),
        say("voucher.app.step5"),
      ];
    default:
      return assertNever(group);
  }
}

export function refusalText({ money, say }: Words, refusal: Refusal): string {
  switch (refusal.kind) {
    case "above":
      return say("voucher.channel.above", { amount: money(refusal.most) });
    case "below":
      return say("voucher.channel.below", { amount: money(refusal.least) });
    case "currency": {
      const [currency = "PEN"] = refusal.takes;
      return say("voucher.channel.currency", { currency: say(`voucher.currency.${currency}`) });
    }
    case "switched-off":
      return say("voucher.channel.switchedOff");
    default:
      return assertNever(refusal);
  }
}
