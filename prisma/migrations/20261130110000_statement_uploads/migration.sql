-- A file on its way to becoming a statement, and how files with a known heading are read.

-- CreateTable
CREATE TABLE "statement_uploads" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "content_hash" BYTEA,
    "layout" JSONB,
    "mapping" JSONB,
    "source" TEXT,
    "problems" JSONB,
    "statement_id" UUID,
    "user_id" TEXT NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statement_uploads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_upload_parts" (
    "upload_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "sealed" TEXT NOT NULL,

    CONSTRAINT "statement_upload_parts_pkey" PRIMARY KEY ("upload_id","number")
);

-- CreateTable
CREATE TABLE "statement_mappings" (
    "shop_id" UUID NOT NULL,
    "heading_hash" BYTEA NOT NULL,
    "mapping" JSONB NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statement_mappings_pkey" PRIMARY KEY ("shop_id","heading_hash")
);

-- CreateIndex
CREATE INDEX "statement_uploads_shop_id_begun_at_idx" ON "statement_uploads"("shop_id", "begun_at");

-- CreateIndex
CREATE INDEX "statement_uploads_begun_at_idx" ON "statement_uploads"("begun_at");

-- CreateIndex
CREATE INDEX "statement_rows_statement_id_cip_line_idx" ON "statement_rows"("statement_id", "cip", "line");

-- AddForeignKey
ALTER TABLE "statement_uploads" ADD CONSTRAINT "statement_uploads_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_uploads" ADD CONSTRAINT "statement_uploads_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_upload_parts" ADD CONSTRAINT "statement_upload_parts_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "statement_uploads"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_mappings" ADD CONSTRAINT "statement_mappings_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

ALTER TABLE "statement_uploads"
  ADD CONSTRAINT "statement_uploads_state_known"
    CHECK ("state" IN ('arriving', 'ready', 'reading', 'refused', 'stored', 'known')),
  ADD CONSTRAINT "statement_uploads_source_known" CHECK ("source" IN ('recognised', 'remembered', 'proposed', 'chosen')),
  -- 30 MB: app/books/statement-upload.ts.
  ADD CONSTRAINT "statement_uploads_size_in_bounds" CHECK ("size" BETWEEN 1 AND 31457280),
  ADD CONSTRAINT "statement_uploads_hash_is_sha256" CHECK (octet_length("content_hash") = 32),
  -- Once it has arrived it is known what it is, and how it would be read.
  ADD CONSTRAINT "statement_uploads_arrived_is_known"
    CHECK ("state" = 'arriving' OR ("content_hash" IS NOT NULL AND "layout" IS NOT NULL AND "mapping" IS NOT NULL)),
  ADD CONSTRAINT "statement_uploads_end_names_statement"
    CHECK (("state" IN ('stored', 'known')) = ("statement_id" IS NOT NULL)),
  ADD CONSTRAINT "statement_uploads_refused_says_why" CHECK ("state" <> 'refused' OR "problems" IS NOT NULL);

ALTER TABLE "statement_upload_parts"
  ADD CONSTRAINT "statement_upload_parts_number_in_bounds" CHECK ("number" BETWEEN 0 AND 59);

ALTER TABLE "statement_mappings"
  ADD CONSTRAINT "statement_mappings_hash_is_sha256" CHECK (octet_length("heading_hash") = 32);
