/** What a privacy request keeps sealed, and the job that works on it. */
import { z } from "zod";
import { Secret } from "#app/lib/secret.ts";
import type { Vault } from "#app/lib/vault.server.ts";
import { job, type JobRequest } from "#app/jobs/queue.server.ts";
import type { Contact } from "#app/privacy/person.ts";
import type { PrivacyExport } from "#app/privacy/privacy-export.ts";

const contact = z.object({ email: z.string().nullable(), phone: z.string().nullable() });
const askedFor = z.looseObject({ askedFor: contact });

export function workJob(requestId: string, runAt: Date): JobRequest {
  return job("work-privacy-request", { requestId }, runAt, `privacy:${requestId}`);
}

export function sealSubject(vault: Vault, shop: string, person: Contact): string {
  const { email, phone } = person;
  return vault.seal(new Secret(JSON.stringify({ email, phone })), { shop, field: "privacy-subject" });
}

export function openSubject(vault: Vault, shop: string, sealed: string): Contact {
  const text = vault.open(sealed, { shop, field: "privacy-subject" }).reveal();
  return contact.parse(JSON.parse(text));
}

export function sealExport(vault: Vault, shop: string, document: PrivacyExport): string {
  const text = JSON.stringify(document, null, 2);
  return vault.seal(new Secret(text), { shop, field: "privacy-export" });
}

/** The export's JSON text, as the merchant receives it. */
export function openExport(vault: Vault, shop: string, sealed: string): string {
  return vault.open(sealed, { shop, field: "privacy-export" }).reveal();
}

/** Whom an export is about. */
export function personOfExport(vault: Vault, shop: string, sealed: string): Contact {
  return askedFor.parse(JSON.parse(openExport(vault, shop, sealed))).askedFor;
}
