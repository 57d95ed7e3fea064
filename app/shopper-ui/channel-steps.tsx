import type { VoucherFrame } from "#app/payments/voucher-view.ts";
import { message } from "#app/messages/message.ts";
import { moneyInWords } from "#app/messages/money-text.ts";

interface Channel {
  name: string;
  steps: string[];
}

/**
 * How to pay, in words that hold at every bank and agent. No bank, shop or company code is named:
 * those lists change, and a wrong one sends people with cash to the wrong counter.
 */
export function ChannelSteps({ frame }: { frame: VoucherFrame }) {
  const channels = channelsFor(frame);
  return (
    <section className="channels">
      <h2>{message("voucher.where")}</h2>
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
        <p>{message("voucher.check")}:</p>
        <ul>
          <li>PagoEfectivo</li>
          <li>{frame.storeName}</li>
          <li>{moneyInWords(frame.amount)}</li>
        </ul>
      </div>
      <p className="note">{message("voucher.deadline.note")}</p>
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

function channelsFor({ amount }: VoucherFrame): Channel[] {
  return [
    {
      name: message("voucher.app.name"),
      steps: [
        message("voucher.app.step1"),
        message("voucher.app.step2", { currency: message(`voucher.currency.${amount.currency}`) }),
        message("voucher.app.step3"),
        message("voucher.app.step4"),
        message("voucher.app.step5"),
      ],
    },
    {
      name: message("voucher.agent.name"),
      steps: [
        message("voucher.agent.step1"),
        message("voucher.agent.step2"),
        message("voucher.agent.step3", { amount: moneyInWords(amount) }),
        message("voucher.agent.step4"),
      ],
    },
  ];
}
