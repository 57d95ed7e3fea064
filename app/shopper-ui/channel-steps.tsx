import type { VoucherFrame } from "#app/payments/voucher-view.ts";
import { useWords, type Words } from "./words.tsx";

interface Channel {
  name: string;
  steps: string[];
}

/**
 * How to pay, in words that hold at every bank and agent. No bank, shop or company code is named:
 * those lists change, and a wrong one sends people with cash to the wrong counter.
 */
export function ChannelSteps({ frame }: { frame: VoucherFrame }) {
  const words = useWords();
  const { say } = words;
  const channels = channelsFor(words, frame);
  return (
    <section className="channels">
      <h2>{say("voucher.where")}</h2>
      {channels.map((channel, index) => (
        <details key={channel.name} name="canal" open={index === 0} className="channel screen-only">
          <summary>{channel.name}</summary>
          <Steps steps={channel.steps} />
        </details>
      ))}
      {/* A closed <details> prints closed, so paper gets its own open copy. */}
      {channels.map((channel) => (
        <div key={channel.name} className="print-only">
          <h3>{channel.name}</h3>
          <Steps steps={channel.steps} />
        </div>
      ))}
      <div className="check">
        <p>{say("voucher.check")}:</p>
        <ul>
          <li>PagoEfectivo</li>
          <li>{frame.storeName}</li>
          <li>{words.money(frame.amount)}</li>
        </ul>
      </div>
      <p className="note">{say("voucher.deadline.note")}</p>
    </section>
  );
}

function Steps({ steps }: { steps: string[] }) {
  return (
    <ol>
      {steps.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

function channelsFor({ money, say }: Words, { amount }: VoucherFrame): Channel[] {
  return [
    {
      name: say("voucher.app.name"),
      steps: [
        say("voucher.app.step1"),
        say("voucher.app.step2", { currency: say(`voucher.currency.${amount.currency}`) }),
        say("voucher.app.step3"),
        say("voucher.app.step4"),
        say("voucher.app.step5"),
      ],
    },
    {
      name: say("voucher.agent.name"),
      steps: [
        say("voucher.agent.step1"),
        say("voucher.agent.step2"),
        say("voucher.agent.step3", { amount: money(amount) }),
        say("voucher.agent.step4"),
      ],
    },
  ];
}
