import type { Queryable } from "#app/lib/database.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SetupFacts } from "#app/merchants/setup-steps.ts";

/** All but whether a payment has come, which the payments know. */
export type StoredSetup = Omit<SetupFacts, "hasPayment">;

/** How far the shop is with setting up. Its id is that of a login, so the shop exists. */
export async function findSetup(db: Queryable, shopId: string): Promise<StoredSetup> {
  const { rows } = await db.query<StoredSetup>({
    name: "find-setup-facts",
    text: `
      select
        coalesce(c.modes, '{}') as "connectedModes",
        coalesce(c.verified, false) as "isVerified",
        coalesce(c.refused, false) as "isRefused",
        s.rules_saved_at is not null as "rulesSaved",
        s.page_previewed_at is not null as "pagePreviewed",
        s.configured_ready as "configuredReady",
        s.switched_off_reason as "switchedOffReason",
        s.setup_dismissed_at is not null as "isDismissed"
      from shops s
      left join lateral (
        select array_agg(distinct cs.mode) as modes,
          bool_or(cs.verified_at is not null) as verified,
          -- Refused test keys stop nothing where there are live ones.
          coalesce(bool_or(cs.refused_since is not null) filter (where cs.mode = 'live'),
            bool_or(cs.refused_since is not null)) as refused
        from credential_sets cs
        where cs.shop_id = s.id and cs.disconnected_at is null
          and exists (select 1 from credential_versions v where v.set_id = cs.id and v.retired_at is null)
      ) c on true
      where s.id = $1`,
    values: [shopId],
  });
  const [facts] = rows;
  invariant(facts, "the shop of a login exists");
  return facts;
}
