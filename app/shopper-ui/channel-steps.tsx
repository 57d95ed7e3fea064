import { CATALOGUE, type ChannelGroup as Group } from "#app/channels/channel-catalogue.ts";
import {
  offerChannels,
  type GroupOffer,
  type RefusedChannel,
  type UsableChannel,
} from "#app/channels/channels.ts";
import type { WaitingView } from "#app/payments/voucher-view.ts";
import { groupName, groupSteps, refusalText } from "./channel-words.ts";
import { webAddress } from "./web-address.ts";
import { useWords } from "./words.tsx";

/** Where and how to pay: only what is confirmed is said of a place, and a place that cannot take this code says why. */
export function ChannelSteps({ view }: { view: WaitingView }) {
  const words = useWords();
  const { say } = words;
  const { amount, channelsOff: off } = view;
  // A wallet pays by the QR that PagoEfectivo made: where we have none and its own page cannot be opened there is nothing to scan.
  const hasQr = view.hasProviderQr || webAddress(view.cipUrl) !== null;
  const offers = offerChannels(CATALOGUE, { amount, language: words.language, off });
  const groups = offers.filter(({ group, isUsable }) => group !== "wallet" || hasQr || !isUsable);
  const first = groups.find(({ isUsable }) => isUsable);
  return (
    <section className="channels">
      <h2>{say("voucher.where")}</h2>
      {groups.map((offer) => (
        <ChannelGroup key={offer.group} offer={offer} view={view} isOpen={offer === first} />
      ))}
      {/* A closed <details> prints closed, so paper gets its own open copy; of no wallet, which needs a screen. */}
      {groups
        .filter(({ group, isUsable }) => isUsable && group !== "wallet")
        .map((offer) => (
          <div key={offer.group} className="print-only">
            <h3>{groupName(words, offer.group)}</h3>
            <GroupBody offer={offer} view={view} />
          </div>
        ))}
      <div className="check">
        <p>{say("voucher.check")}:</p>
        <ul>
          <li>PagoEfectivo</li>
          <li>{view.storeName}</li>
          <li>{words.money(amount)}</li>
        </ul>
      </div>
      <p className="note">{say("voucher.deadline.note")}</p>
    </section>
  );
}

function ChannelGroup(props: { offer: GroupOffer; view: WaitingView; isOpen: boolean }) {
  const words = useWords();
  const { offer, view, isOpen } = props;
  if (!offer.isUsable) {
    return (
      <div className="channel off screen-only">
        <p className="channel-name">{groupName(words, offer.group)}</p>
        <Refused channels={offer.refused} />
      </div>
    );
  }
  return (
    <details name="canal" open={isOpen} className="channel screen-only">
      <summary>{groupName(words, offer.group)}</summary>
      <GroupBody offer={offer} view={view} />
    </details>
  );
}

const IN_CASH: readonly Group[] = ["agent", "cash-network"];

/** The steps that hold everywhere in the group, the places by name, then those whose own screens are known. */
function GroupBody({ offer, view }: { offer: GroupOffer; view: WaitingView }) {
  const words = useWords();
  const { say } = words;
  const steps = groupSteps(words, offer.group, view.amount);
  return (
    <>
      <Steps steps={steps} />
      {offer.usable.length > 0 && (
        <p className="places">
          {say("voucher.channel.places", { places: offer.usable.map(({ name }) => name).join(", ") })}
        </p>
      )}
      {offer.usable.filter(hasOwnWords).map((channel) => (
        <OwnWords key={channel.id} channel={channel} />
      ))}
      {offer.refused.length > 0 && <Refused channels={offer.refused} />}
      {IN_CASH.includes(offer.group) && <p className="note">{say("voucher.channel.ask")}</p>}
    </>
  );
}

const hasOwnWords = ({ steps, company, hours }: UsableChannel) =>
  steps !== null || company !== null || hours !== null;

function OwnWords({ channel }: { channel: UsableChannel }) {
  const { say } = useWords();
  const { name, steps, company, hours } = channel;
  return (
    <div className="own-words">
      <p className="channel-name">{name}</p>
      {company && <p>{say("voucher.channel.company", company)}</p>}
      {hours && <p>{say("voucher.channel.hours", { hours })}</p>}
      {steps && <Steps steps={steps} />}
    </div>
  );
}

/** The reason stands in words, not in the grey; the same one for all of them stands once. */
function Refused({ channels }: { channels: readonly RefusedChannel[] }) {
  const words = useWords();
  const byReason = new Map<string, string[]>();
  for (const { name, refusal } of channels) {
    const reason = refusalText(words, refusal);
    byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  }
  return (
    <ul className="refused">
      {[...byReason].map(([reason, names]) => (
        <li key={reason}>{words.say("voucher.channel.refused", { places: names.join(", "), reason })}</li>
      ))}
    </ul>
  );
}

function Steps({ steps }: { steps: readonly string[] }) {
  return (
    <ol>
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
