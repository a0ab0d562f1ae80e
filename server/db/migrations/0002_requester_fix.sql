ALTER TABLE "outbox" ALTER COLUMN "directory_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "draft" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "outbox_id" uuid;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "additional_record_ids" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "fix" jsonb;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "cancelled_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "outbox_by_time" ON "outbox" USING btree ("workspace_id","kind","created_at");