import type { VoucherFrame } from "#app/payments/voucher-view.ts";
import { Icon } from "./icons.tsx";
import type { IconName } from "./icons.tsx";
import { useWords } from "./words.tsx";

export type Tone = "waiting" | "paid" | "over" | "review" | "error";

const ICONS: Record<Tone, IconName> = {
  waiting: "clock",
  paid: "check",
  over: "stop",
  review: "person",
  error: "alert",
};

/**
 * The state in words, icon and colour. `refresh` names the voucher to look at again: a plain link to the same
 * page, so that nobody depends on the automatic refresh.
 */
export function StatusStrip({ tone, label, refresh }: { tone: Tone; label: string; refresh?: string }) {
  const { path, say } = useWords();
  return (
    <div className={`strip ${tone}`}>
      <Icon name={ICONS[tone]} />
      <p className="strip-label">{label}</p>
      {refresh !== undefined && (
        <a className="strip-link" href={path(refresh)}>
          {say("voucher.refresh")}
        </a>
      )}
    </div>
  );
}

export interface StateHeadingProps {
  frame: VoucherFrame;
  tone: Tone;
  label: string;
  title: string;
  /** Whether something may still change, so that looking again makes sense. */
  mayChange: boolean;
}

/** The beginning of every state but the waiting one, whose heading names the store itself. */
export function StateHeading({ frame, tone, label, title, mayChange }: StateHeadingProps) {
  const { say } = useWords();
  return (
    <>
      <StatusStrip tone={tone} label={label} {...(mayChange ? { refresh: frame.slug } : {})} />
      <p className="purchase">{say("voucher.purchase", { store: frame.storeName })}</p>
      <h1 tabIndex={-1}>{title}</h1>
    </>
  );
}
