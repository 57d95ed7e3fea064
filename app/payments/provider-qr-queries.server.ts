import type { Queryable } from "#app/lib/database.server.ts";

/** Where the picture of a code is to be fetched from; null when there is none, it is stored already, or nobody may pay any more. */
export async function loadQrAddress(db: Queryable, codeId: string): Promise<string | null> {
  const { rows } = await db.query<{ url: string }>({
    name: "load-qr-address",
    text: `select qr_url as url from codes
      where id = $1 and qr_url is not null and qr_image is null and state = 'live'`,
    values: [codeId],
  });
  return rows[0]?.url ?? null;
}

export async function loadProviderQr(
  db: Queryable,
  codeId: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const { rows } = await db.query<{ image: Buffer | null }>({
    name: "load-provider-qr",
    text: "select qr_image as image from codes where id = $1",
    values: [codeId],
  });
  const image = rows[0]?.image;
  return image ? new Uint8Array(image) : null;
}
