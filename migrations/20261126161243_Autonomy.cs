using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AiSre.Migrations
{
    /// <inheritdoc />
    public partial class Autonomy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "mode",
                table: "runbook_matches",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "Propose");

            migrationBuilder.AddColumn<string>(
                name: "scope",
                table: "runbook_matches",
                type: "text",
                nullable: false,
                defaultValue: "everywhere");

            migrationBuilder.AddColumn<TimeSpan>(
                name: "soak",
                table: "proposals",
                type: "interval",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "verified_at",
                table: "proposals",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<TimeSpan>(
                name: "verify_within",
                table: "proposals",
                type: "interval",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reason_kind",
                table: "decisions",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "autonomy_records",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    runbook_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    runbook_version = table.Column<int>(type: "integer", nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false),
                    mode = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    because = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_autonomy_records", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "policy_verdicts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    proposal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    runbook_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    runbook_version = table.Column<int>(type: "integer", nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false),
                    mode = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    would_merge = table.Column<bool>(type: "boolean", nullable: false),
                    sentence = table.Column<string>(type: "text", nullable: false),
                    fingerprint = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_verdicts", x => x.id);
                    table.ForeignKey(
                        name: "fk_policy_verdicts_proposal_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_autonomy_records_runbook_id_runbook_version_scope_at",
                table: "autonomy_records",
                columns: new[] { "runbook_id", "runbook_version", "scope", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_policy_verdicts_proposal_id_at",
                table: "policy_verdicts",
                columns: new[] { "proposal_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_policy_verdicts_runbook_id_runbook_version_scope",
                table: "policy_verdicts",
                columns: new[] { "runbook_id", "runbook_version", "scope" });

            ChangeTriggers.Notify(migrationBuilder, "autonomy_records", "autonomy");
            ChangeTriggers.Notify(migrationBuilder, "policy_verdicts", "autonomy");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "autonomy_records");

            migrationBuilder.DropTable(
                name: "policy_verdicts");

            migrationBuilder.DropColumn(
                name: "mode",
                table: "runbook_matches");

            migrationBuilder.DropColumn(
                name: "scope",
                table: "runbook_matches");

            migrationBuilder.DropColumn(
                name: "soak",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "verified_at",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "verify_within",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "reason_kind",
                table: "decisions");
        }
    }
}
