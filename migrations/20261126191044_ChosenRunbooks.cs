using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AiSre.Migrations
{
    /// <inheritdoc />
    public partial class ChosenRunbooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "chosen_runbooks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    runbook_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    suggested_by = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_chosen_runbooks", x => x.id);
                    table.ForeignKey(
                        name: "fk_chosen_runbooks_incidents_incident_id",
                        column: x => x.incident_id,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "runbook_suggestions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model = table.Column<string>(type: "text", nullable: false),
                    runbook_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    because = table.Column<string>(type: "text", nullable: false),
                    citations = table.Column<string>(type: "jsonb", nullable: false),
                    problem = table.Column<string>(type: "text", nullable: true),
                    asked_by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runbook_suggestions", x => x.id);
                    table.ForeignKey(
                        name: "fk_runbook_suggestions_incidents_incident_id",
                        column: x => x.incident_id,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_chosen_runbooks_incident_id",
                table: "chosen_runbooks",
                column: "incident_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_runbook_suggestions_incident_id",
                table: "runbook_suggestions",
                column: "incident_id",
                unique: true);

            ChangeTriggers.Notify(migrationBuilder, "runbook_suggestions", "incident", "incident_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "chosen_runbooks");

            migrationBuilder.DropTable(
                name: "runbook_suggestions");
        }
    }
}
