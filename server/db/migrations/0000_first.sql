CREATE TABLE "builtin_accounts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"directory_id" uuid NOT NULL,
	"username" text NOT NULL,
	"display_name" text NOT NULL,
	"given_name" text NOT NULL,
	"family_name" text NOT NULL,
	"emails" text[] DEFAULT '{}' NOT NULL,
	"phones" jsonb NOT NULL,
	"title" text,
	"department" text,
	"external_id" text,
	"enabled" boolean DEFAULT true NOT NULL,
	"kind" text DEFAULT 'member' NOT NULL,
	"synced" boolean DEFAULT false NOT NULL,
	"sent" jsonb,
	"position" bigint NOT NULL,
	"sequence" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "builtin_accounts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "builtin_addresses" (
	"workspace_id" uuid NOT NULL,
	"directory_id" uuid NOT NULL,
	"address" text NOT NULL,
	"account_id" uuid NOT NULL,
	CONSTRAINT "builtin_addresses_workspace_id_directory_id_address_account_id_pk" PRIMARY KEY("workspace_id","directory_id","address","account_id")
);
--> statement-breakpoint
CREATE TABLE "builtin_removals" (
	"workspace_id" uuid NOT NULL,
	"directory_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"removed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "builtin_removals_workspace_id_account_id_pk" PRIMARY KEY("workspace_id","account_id")
);
--> statement-breakpoint
CREATE TABLE "builtin_sequences" (
	"workspace_id" uuid NOT NULL,
	"directory_id" uuid NOT NULL,
	"last" bigint DEFAULT 0 NOT NULL,
	"forgotten_to" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "builtin_sequences_workspace_id_directory_id_pk" PRIMARY KEY("workspace_id","directory_id")
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"side" text NOT NULL,
	"provider" text NOT NULL,
	"name" text NOT NULL,
	"settings" jsonb NOT NULL,
	"hosts" text[] DEFAULT '{}' NOT NULL,
	"sync" jsonb NOT NULL,
	"changes_to" timestamp with time zone,
	"changes_read_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "connections_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"field" text NOT NULL,
	"kid" text NOT NULL,
	"iv" text NOT NULL,
	"sealed" text NOT NULL,
	"last_four" text NOT NULL,
	"fingerprint" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "credentials_workspace_id_connection_id_field_pk" PRIMARY KEY("workspace_id","connection_id","field")
);
--> statement-breakpoint
CREATE TABLE "directories" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"remote_id" text NOT NULL,
	"name" text NOT NULL,
	"domains" text[] DEFAULT '{}' NOT NULL,
	"country" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "directories_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "directories_by_remote" UNIQUE("workspace_id","connection_id","remote_id")
);
--> statement-breakpoint
CREATE TABLE "hooks" (
	"workspace_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"kid" text NOT NULL,
	"iv" text NOT NULL,
	"sealed" text NOT NULL,
	"remote_ids" text[] DEFAULT '{}' NOT NULL,
	"heard_at" timestamp with time zone,
	"refused" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "hooks_workspace_id_connection_id_pk" PRIMARY KEY("workspace_id","connection_id")
);
--> statement-breakpoint
CREATE TABLE "scim_tokens" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"directory_id" uuid NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"last_four" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "scim_tokens_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "company_links" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"company_id" uuid NOT NULL,
	"directory_id" uuid NOT NULL,
	"linked_by" uuid NOT NULL,
	"linked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "company_links_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"account_id" uuid,
	"link_id" uuid,
	"replaced_link_id" uuid,
	"outbox_id" uuid,
	"undoes" uuid,
	"undone_at" timestamp with time zone,
	"technician_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "decisions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "links" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"contact_id" uuid NOT NULL,
	"company_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"is_primary" boolean NOT NULL,
	"evidence" jsonb NOT NULL,
	"linked_by" uuid NOT NULL,
	"linked_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "links_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "account_keys" (
	"workspace_id" uuid NOT NULL,
	"directory_id" uuid NOT NULL,
	"key" text NOT NULL,
	"account_id" uuid NOT NULL,
	CONSTRAINT "account_keys_workspace_id_directory_id_key_account_id_pk" PRIMARY KEY("workspace_id","directory_id","key","account_id")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"directory_id" uuid NOT NULL,
	"object_id" text NOT NULL,
	"username" text NOT NULL,
	"display_name" text NOT NULL,
	"given_name" text NOT NULL,
	"family_name" text NOT NULL,
	"emails" text[] DEFAULT '{}' NOT NULL,
	"phones" jsonb NOT NULL,
	"title" text,
	"department" text,
	"external_id" text,
	"enabled" boolean NOT NULL,
	"kind" text NOT NULL,
	"admin" boolean NOT NULL,
	"locked" boolean,
	"licensed" boolean,
	"synced" boolean NOT NULL,
	"anchor" text,
	"created_at" timestamp with time zone,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"gone_at" timestamp with time zone,
	CONSTRAINT "accounts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "accounts_by_object" UNIQUE("workspace_id","directory_id","object_id")
);
--> statement-breakpoint
CREATE TABLE "companies" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"record_id" text NOT NULL,
	"name" text NOT NULL,
	"domains" text[] DEFAULT '{}' NOT NULL,
	"country" text,
	"tenant_ids" text[] DEFAULT '{}' NOT NULL,
	"active" boolean NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"gone_at" timestamp with time zone,
	CONSTRAINT "companies_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "companies_by_record" UNIQUE("workspace_id","connection_id","record_id")
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"record_id" text NOT NULL,
	"company_id" uuid NOT NULL,
	"site_record_id" text,
	"name" text NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"emails" text[] DEFAULT '{}' NOT NULL,
	"phones" jsonb NOT NULL,
	"login" text,
	"platform_ids" jsonb NOT NULL,
	"kind" text NOT NULL,
	"active" boolean NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"gone_at" timestamp with time zone,
	CONSTRAINT "contacts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "contacts_by_record" UNIQUE("workspace_id","connection_id","record_id")
);
--> statement-breakpoint
CREATE TABLE "sites" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"record_id" text NOT NULL,
	"company_record_id" text NOT NULL,
	"name" text NOT NULL,
	"domain" text,
	"active" boolean NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"gone_at" timestamp with time zone,
	CONSTRAINT "sites_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "sites_by_record" UNIQUE("workspace_id","connection_id","record_id")
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"connection_id" uuid NOT NULL,
	"record_id" text NOT NULL,
	"number" text NOT NULL,
	"company_record_id" text,
	"contact_record_id" text,
	"sender" jsonb NOT NULL,
	"additional_record_ids" text[] DEFAULT '{}' NOT NULL,
	"summary" text NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"gone_at" timestamp with time zone,
	CONSTRAINT "tickets_workspace_id_id_pk" PRIMARY KEY("workspace_id","id"),
	CONSTRAINT "tickets_by_record" UNIQUE("workspace_id","connection_id","record_id")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"first_workspace" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pairings" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"technician_id" uuid NOT NULL,
	"handle" text NOT NULL,
	"secret_hash" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "pairings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"technician_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"device" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "sessions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "technicians" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"disabled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "technicians_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"technician_id" uuid,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL,
	"request_id" text,
	CONSTRAINT "audit_log_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"workspace_id" uuid NOT NULL,
	"technician_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"body" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_workspace_id_technician_id_key_pk" PRIMARY KEY("workspace_id","technician_id","key")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"workspace_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"contact_id" uuid NOT NULL,
	"directory_id" uuid,
	"draft" jsonb,
	"fix" jsonb,
	"cancelled_at" timestamp with time zone,
	"state" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"error" text,
	"message" text,
	"account_id" uuid,
	"link_id" uuid,
	"technician_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "outbox_workspace_id_id_pk" PRIMARY KEY("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "builtin_accounts" ADD CONSTRAINT "builtin_accounts_workspace_id_directory_id_directories_workspace_id_id_fk" FOREIGN KEY ("workspace_id","directory_id") REFERENCES "public"."directories"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "builtin_addresses" ADD CONSTRAINT "builtin_addresses_workspace_id_account_id_builtin_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."builtin_accounts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "builtin_removals" ADD CONSTRAINT "builtin_removals_workspace_id_directory_id_directories_workspace_id_id_fk" FOREIGN KEY ("workspace_id","directory_id") REFERENCES "public"."directories"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "builtin_sequences" ADD CONSTRAINT "builtin_sequences_workspace_id_directory_id_directories_workspace_id_id_fk" FOREIGN KEY ("workspace_id","directory_id") REFERENCES "public"."directories"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_workspace_id_workspaces_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("workspace_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "directories" ADD CONSTRAINT "directories_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hooks" ADD CONSTRAINT "hooks_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scim_tokens" ADD CONSTRAINT "scim_tokens_workspace_id_directory_id_directories_workspace_id_id_fk" FOREIGN KEY ("workspace_id","directory_id") REFERENCES "public"."directories"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_links" ADD CONSTRAINT "company_links_workspace_id_company_id_companies_workspace_id_id_fk" FOREIGN KEY ("workspace_id","company_id") REFERENCES "public"."companies"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_links" ADD CONSTRAINT "company_links_workspace_id_directory_id_directories_workspace_id_id_fk" FOREIGN KEY ("workspace_id","directory_id") REFERENCES "public"."directories"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "company_links" ADD CONSTRAINT "company_links_workspace_id_linked_by_technicians_workspace_id_id_fk" FOREIGN KEY ("workspace_id","linked_by") REFERENCES "public"."technicians"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_workspace_id_contact_id_contacts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_workspace_id_technician_id_technicians_workspace_id_id_fk" FOREIGN KEY ("workspace_id","technician_id") REFERENCES "public"."technicians"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_workspace_id_contact_id_contacts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_workspace_id_company_id_companies_workspace_id_id_fk" FOREIGN KEY ("workspace_id","company_id") REFERENCES "public"."companies"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_workspace_id_linked_by_technicians_workspace_id_id_fk" FOREIGN KEY ("workspace_id","linked_by") REFERENCES "public"."technicians"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_keys" ADD CONSTRAINT "account_keys_workspace_id_account_id_accounts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","account_id") REFERENCES "public"."accounts"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_workspace_id_directory_id_directories_workspace_id_id_fk" FOREIGN KEY ("workspace_id","directory_id") REFERENCES "public"."directories"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "companies" ADD CONSTRAINT "companies_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_workspace_id_company_id_companies_workspace_id_id_fk" FOREIGN KEY ("workspace_id","company_id") REFERENCES "public"."companies"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sites" ADD CONSTRAINT "sites_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_workspace_id_connection_id_connections_workspace_id_id_fk" FOREIGN KEY ("workspace_id","connection_id") REFERENCES "public"."connections"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pairings" ADD CONSTRAINT "pairings_workspace_id_technician_id_technicians_workspace_id_id_fk" FOREIGN KEY ("workspace_id","technician_id") REFERENCES "public"."technicians"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_workspace_id_technician_id_technicians_workspace_id_id_fk" FOREIGN KEY ("workspace_id","technician_id") REFERENCES "public"."technicians"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "technicians" ADD CONSTRAINT "technicians_workspace_id_workspaces_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("workspace_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_workspace_id_workspaces_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("workspace_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_workspace_id_technician_id_technicians_workspace_id_id_fk" FOREIGN KEY ("workspace_id","technician_id") REFERENCES "public"."technicians"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_workspace_id_contact_id_contacts_workspace_id_id_fk" FOREIGN KEY ("workspace_id","contact_id") REFERENCES "public"."contacts"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_workspace_id_directory_id_directories_workspace_id_id_fk" FOREIGN KEY ("workspace_id","directory_id") REFERENCES "public"."directories"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_workspace_id_technician_id_technicians_workspace_id_id_fk" FOREIGN KEY ("workspace_id","technician_id") REFERENCES "public"."technicians"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "builtin_accounts_by_username" ON "builtin_accounts" USING btree ("workspace_id","directory_id",lower(username));--> statement-breakpoint
CREATE UNIQUE INDEX "builtin_accounts_by_external" ON "builtin_accounts" USING btree ("workspace_id","directory_id","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "builtin_accounts_by_position" ON "builtin_accounts" USING btree ("workspace_id","directory_id","position");--> statement-breakpoint
CREATE INDEX "builtin_accounts_by_sequence" ON "builtin_accounts" USING btree ("workspace_id","directory_id","sequence");--> statement-breakpoint
CREATE INDEX "builtin_addresses_by_account" ON "builtin_addresses" USING btree ("workspace_id","account_id");--> statement-breakpoint
CREATE INDEX "builtin_removals_by_sequence" ON "builtin_removals" USING btree ("workspace_id","directory_id","sequence");--> statement-breakpoint
CREATE INDEX "connections_by_provider" ON "connections" USING btree ("workspace_id","provider") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "scim_tokens_by_directory" ON "scim_tokens" USING btree ("workspace_id","directory_id");--> statement-breakpoint
CREATE UNIQUE INDEX "company_links_once" ON "company_links" USING btree ("workspace_id","company_id","directory_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "decisions_by_contact" ON "decisions" USING btree ("workspace_id","contact_id","kind");--> statement-breakpoint
CREATE INDEX "links_by_contact" ON "links" USING btree ("workspace_id","contact_id") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "links_account_once" ON "links" USING btree ("workspace_id","company_id","account_id") WHERE ended_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "links_one_primary" ON "links" USING btree ("workspace_id","contact_id") WHERE ended_at is null and is_primary;--> statement-breakpoint
CREATE INDEX "account_keys_by_account" ON "account_keys" USING btree ("workspace_id","account_id");--> statement-breakpoint
CREATE INDEX "contacts_by_company" ON "contacts" USING btree ("workspace_id","company_id");--> statement-breakpoint
CREATE INDEX "contacts_by_emails" ON "contacts" USING gin ("emails");--> statement-breakpoint
CREATE INDEX "tickets_by_number" ON "tickets" USING btree ("workspace_id","connection_id","number");--> statement-breakpoint
CREATE INDEX "pairings_by_handle" ON "pairings" USING btree ("handle");--> statement-breakpoint
CREATE INDEX "sessions_by_hash" ON "sessions" USING btree ("workspace_id","token_hash");--> statement-breakpoint
CREATE INDEX "sessions_by_technician" ON "sessions" USING btree ("workspace_id","technician_id");--> statement-breakpoint
CREATE INDEX "audit_log_by_time" ON "audit_log" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE INDEX "outbox_by_time" ON "outbox" USING btree ("workspace_id","kind","created_at");