using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AiSre.Migrations
{
    /// <inheritdoc />
    public partial class RunbookSources : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "origin",
                table: "runbook_versions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "runbook_confirmations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    runbook_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    text_hash = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runbook_confirmations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "runbook_edits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    runbook_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    repository_url = table.Column<string>(type: "text", nullable: false),
                    base_branch = table.Column<string>(type: "text", nullable: false),
                    base_sha = table.Column<string>(type: "text", nullable: false),
                    path = table.Column<string>(type: "text", nullable: false),
                    before = table.Column<string>(type: "text", nullable: true),
                    text = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    branch = table.Column<string>(type: "text", nullable: false),
                    head_sha = table.Column<string>(type: "text", nullable: true),
                    pull_request_number = table.Column<int>(type: "integer", nullable: true),
                    pull_request_url = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    problem = table.Column<string>(type: "text", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runbook_edits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "runbook_owners",
                columns: table => new
                {
                    runbook_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    source = table.Column<string>(type: "text", nullable: true),
                    repository = table.Column<string>(type: "text", nullable: true),
                    path = table.Column<string>(type: "text", nullable: true),
                    blob_sha = table.Column<string>(type: "text", nullable: true),
                    file_url = table.Column<string>(type: "text", nullable: true),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runbook_owners", x => x.runbook_id);
                });

            migrationBuilder.CreateTable(
                name: "runbook_sources",
                columns: table => new
                {
                    key = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    branch = table.Column<string>(type: "text", nullable: true),
                    revision = table.Column<string>(type: "text", nullable: true),
                    revision_url = table.Column<string>(type: "text", nullable: true),
                    requests = table.Column<int>(type: "integer", nullable: false),
                    answered = table.Column<int>(type: "integer", nullable: false),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    synced_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failing_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    problem = table.Column<string>(type: "text", nullable: true),
                    files = table.Column<string>(type: "jsonb", nullable: false),
                    in_force = table.Column<int>(type: "integer", nullable: false),
                    skipped = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runbook_sources", x => x.key);
                });

            migrationBuilder.CreateIndex(
                name: "ix_runbook_confirmations_runbook_id_text_hash",
                table: "runbook_confirmations",
                columns: new[] { "runbook_id", "text_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_runbook_edits_runbook_id",
                table: "runbook_edits",
                column: "runbook_id");

            migrationBuilder.CreateIndex(
                name: "ix_runbook_edits_source_branch",
                table: "runbook_edits",
                columns: new[] { "source", "branch" },
                unique: true);

            // Every runbook that there is belongs to people here.
            migrationBuilder.Sql(
                """
                insert into runbook_owners (runbook_id, since, by)
                select distinct on (runbook_id) runbook_id, saved_at, saved_by from runbook_versions order by runbook_id, number;
                """);

            ChangeTriggers.Notify(migrationBuilder, "runbook_owners", "runbooks");
            ChangeTriggers.Notify(migrationBuilder, "runbook_sources", "runbook-sources");
            ChangeTriggers.Notify(migrationBuilder, "runbook_edits", "runbook-sources");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "runbook_confirmations");

            migrationBuilder.DropTable(
                name: "runbook_edits");

            migrationBuilder.DropTable(
                name: "runbook_owners");

            migrationBuilder.DropTable(
                name: "runbook_sources");

            migrationBuilder.DropColumn(
                name: "origin",
                table: "runbook_versions");
        }
    }
}
