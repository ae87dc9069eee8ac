using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace AiSre.Migrations
{
    /// <inheritdoc />
    public partial class Guardrails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "breaker_reviews",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_breaker_reviews", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "guardrail_evaluations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    proposal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    head_sha = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    guardrail_version = table.Column<int>(type: "integer", nullable: true),
                    outcome = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    gates = table.Column<string>(type: "jsonb", nullable: false),
                    is_at_merge = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guardrail_evaluations", x => x.id);
                    table.ForeignKey(
                        name: "fk_guardrail_evaluations_incidents_incident_id",
                        column: x => x.incident_id,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_guardrail_evaluations_proposal_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "guardrail_pauses",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    is_paused = table.Column<bool>(type: "boolean", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guardrail_pauses", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "guardrail_readings",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    problem = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guardrail_readings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "guardrail_reservations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    proposal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    head_sha = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    applications = table.Column<string>(type: "jsonb", nullable: false),
                    clusters = table.Column<string>(type: "jsonb", nullable: false),
                    released_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guardrail_reservations", x => x.id);
                    table.ForeignKey(
                        name: "fk_guardrail_reservations_proposal_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "guardrail_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    saved_by = table.Column<string>(type: "text", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_guardrail_versions", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_breaker_reviews_kind_name",
                table: "breaker_reviews",
                columns: new[] { "kind", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_guardrail_evaluations_incident_id",
                table: "guardrail_evaluations",
                column: "incident_id");

            migrationBuilder.CreateIndex(
                name: "ix_guardrail_evaluations_proposal_id_at",
                table: "guardrail_evaluations",
                columns: new[] { "proposal_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_guardrail_reservations_at",
                table: "guardrail_reservations",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_guardrail_reservations_proposal_id",
                table: "guardrail_reservations",
                column: "proposal_id",
                unique: true,
                filter: "released_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_guardrail_versions_number",
                table: "guardrail_versions",
                column: "number",
                unique: true);

            ChangeTriggers.Notify(migrationBuilder, "guardrail_versions", "guardrails");
            ChangeTriggers.Notify(migrationBuilder, "guardrail_pauses", "guardrails");
            ChangeTriggers.Notify(migrationBuilder, "guardrail_evaluations", "incident", "incident_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "breaker_reviews");

            migrationBuilder.DropTable(
                name: "guardrail_evaluations");

            migrationBuilder.DropTable(
                name: "guardrail_pauses");

            migrationBuilder.DropTable(
                name: "guardrail_readings");

            migrationBuilder.DropTable(
                name: "guardrail_reservations");

            migrationBuilder.DropTable(
                name: "guardrail_versions");
        }
    }
}
