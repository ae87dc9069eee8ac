using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AiSre.Migrations
{
    /// <inheritdoc />
    public partial class Reverts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_proposals_incident_id",
                table: "proposals");

            migrationBuilder.AddColumn<string>(
                name: "failure",
                table: "proposals",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_synced_by_hand",
                table: "proposals",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "revert_of",
                table: "proposals",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "round",
                table: "proposals",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "synced_at",
                table: "proposals",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "unsynced_at",
                table: "proposals",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_reverting",
                table: "incidents",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "set_aside_runbooks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    runbook_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    because = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_set_aside_runbooks", x => x.id);
                    table.ForeignKey(
                        name: "fk_set_aside_runbooks_incidents_incident_id",
                        column: x => x.incident_id,
                        principalTable: "incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_proposals_incident_id_round",
                table: "proposals",
                columns: new[] { "incident_id", "round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_proposals_revert_of",
                table: "proposals",
                column: "revert_of",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_set_aside_runbooks_incident_id_runbook_id",
                table: "set_aside_runbooks",
                columns: new[] { "incident_id", "runbook_id" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_proposals_proposals_revert_of",
                table: "proposals",
                column: "revert_of",
                principalTable: "proposals",
                principalColumn: "id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_proposals_proposals_revert_of",
                table: "proposals");

            migrationBuilder.DropTable(
                name: "set_aside_runbooks");

            migrationBuilder.DropIndex(
                name: "ix_proposals_incident_id_round",
                table: "proposals");

            migrationBuilder.DropIndex(
                name: "ix_proposals_revert_of",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "failure",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "is_synced_by_hand",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "revert_of",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "round",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "synced_at",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "unsynced_at",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "is_reverting",
                table: "incidents");

            migrationBuilder.CreateIndex(
                name: "ix_proposals_incident_id",
                table: "proposals",
                column: "incident_id",
                unique: true);
        }
    }
}
