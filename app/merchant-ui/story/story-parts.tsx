import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { StoryView } from "#app/story/story-view.ts";
import type { MoneyPlace, StoryTask } from "#app/story/tell-story.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { refundMoney } from "../refunds/refund-amount.ts";
import { StatusBadge } from "../status-badge.tsx";
import { useWords, type MerchantWords } from "../words.tsx";
import { AnswerCard } from "./answer-card.tsx";

/** The story of one payment: what happened, where its money is, what comes next, what to do, and what to answer. */
export function StoryParts({ view, typed }: { view: StoryView; typed: string }) {
  return (
    <div className="desk-case">
      <BlockStack gap="400">
        <StoryCard view={view} />
        <HappenedCard view={view} />
      </BlockStack>
      <div className="desk-side">
        <AnswerCard view={view} typed={typed} />
      </div>
    </div>
  );
}

function StoryCard({ view }: { view: StoryView }) {
  const words = useWords();
  const { say, money, moment } = words;
  const { payment, story } = view;
  const until = story.until === null ? "" : moment(story.until);
  const values = { amount: money(payment.amount), until };
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingLg">
            {money(payment.amount)}
          </Text>
          <StatusBadge status={payment.status} />
          {payment.test && <Badge tone="info">{say("status.mode.test")}</Badge>}
        </InlineStack>
        <p className="desk-facts">
          <span>
            {payment.cip === null ? say("list.row.withoutCode") : say("list.row.cip", { cip: payment.cip })}
          </span>
          <span>{say("detail.subtitle", { id: payment.sessionId })}</span>
        </p>
        <Said
          title={say("story.what.title")}
          texts={[
            say(`story.what.${story.standing}`, values),
            ...(payment.test ? [say("story.test")] : []),
          ]}
        />
        <Said
          title={say("story.money.title")}
          texts={story.money.map((place) => moneyText(place, words))}
        />
        <Said
          title={say("story.next.title")}
          texts={[say(`story.next.${story.standing}`), ...(story.isUntold ? [say("story.untold")] : [])]}
        />
        <BlockStack gap="200">
          <Text as="h3" variant="headingSm">
            {say("story.todo.title")}
          </Text>
          {story.tasks.map((task) => (
            <Task key={task.of === "payment" ? task.of : task.id} task={task} view={view} />
          ))}
        </BlockStack>
        <Elsewhere view={view} />
      </BlockStack>
    </Card>
  );
}

function Said({ title, texts }: { title: string; texts: readonly string[] }) {
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {title}
      </Text>
      {[...new Set(texts)].map((text) => (
        <Text as="p" key={text}>
          {text}
        </Text>
      ))}
    </BlockStack>
  );
}

function moneyText(place: MoneyPlace, words: MerchantWords): string {
  const { say, money } = words;
  if (place.at === "pagoefectivo" || place.at === "case")
    return say(`story.money.${place.at}`, { sum: money(place.sum) });
  if (place.at === "going-back" || place.at === "gone-back")
    return say(`story.money.${place.at}`, { sum: refundMoney(place.sum, words) });
  return say(`story.money.${place.at}`);
}

/** What waits for a person says why, what to do, and leads there. */
function Task({ task, view }: { task: StoryTask; view: StoryView }) {
  const { say } = useWords();
  const place = { case: "/app/cases", refund: "/app/refunds", payment: "/app/payments" }[task.of];
  const url = useAddress(`${place}/${task.of === "payment" ? view.payment.id : task.id}`);
  switch (task.of) {
    case "case":
      return (
        <BlockStack gap="100">
          <Text as="p">{`${say(`cases.because.${task.kind}`)} ${say(`cases.todo.${task.kind}`)}`}</Text>
          <MerchantLink url={url}>
            {say("story.case.open", { what: say(`cases.what.${task.kind}`) })}
          </MerchantLink>
        </BlockStack>
      );
    case "refund":
      return (
        <BlockStack gap="100">
          <Text as="p">{say(`refunds.todo.${task.state}`)}</Text>
          <MerchantLink url={url}>
            {say("story.refund.open", { state: say(`refunds.state.${task.state}`) })}
          </MerchantLink>
        </BlockStack>
      );
    case "payment":
      return <Text as="p">{say(`story.todo.${view.story.standing}`)}</Text>;
  }
}

/** The same checkout was tried more than once: its money may be there. */
function Elsewhere({ view }: { view: StoryView }) {
  const { say } = useWords();
  if (view.attempts.length === 0) return null;
  return (
    <BlockStack gap="100">
      <Text as="p">{say("story.elsewhere")}</Text>
      <ul className="story-attempts">
        {view.attempts.map((attempt) => (
          <Attempt key={attempt.id} attempt={attempt} />
        ))}
      </ul>
    </BlockStack>
  );
}

function Attempt({ attempt }: { attempt: StoryView["attempts"][number] }) {
  const { say } = useWords();
  const url = useAddress("/app/search", { payment: attempt.id });
  return (
    <li>
      <InlineStack gap="200" blockAlign="center">
        <MerchantLink url={url}>{attempt.sessionId}</MerchantLink>
        <Text as="span">{say(`status.${attempt.status}`)}</Text>
      </InlineStack>
    </li>
  );
}

function HappenedCard({ view }: { view: StoryView }) {
  const { say, shortMoment } = useWords();
  const { happened } = view.story;
  const detail = useAddress(`/app/payments/${view.payment.id}`);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("story.happened.title")}
        </Text>
        {happened.length === 0 ? (
          <Text as="p">{say("story.happened.none")}</Text>
        ) : (
          <ol className="admin-timeline">
            {happened.map(({ id, at, kind }) => (
              <li key={id}>
                <Text as="p">{say(`detail.event.${kind}`)}</Text>
                <Text as="p" tone="subdued" variant="bodySm">
                  <time dateTime={at}>{shortMoment(at)}</time>
                </Text>
              </li>
            ))}
          </ol>
        )}
        <MerchantLink url={detail}>{say("story.detail")}</MerchantLink>
      </BlockStack>
    </Card>
  );
}
