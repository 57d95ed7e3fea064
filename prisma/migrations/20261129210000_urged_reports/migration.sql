-- AlterTable
ALTER TABLE "reports" ADD COLUMN     "urged" BOOLEAN NOT NULL DEFAULT false;
