using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AiSre.Migrations
{
    /// <inheritdoc />
    public partial class Standing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_decisions_proposal_id",
                table: "decisions");

            migrationBuilder.AddColumn<int>(
                name: "decision_count",
                table: "proposals",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "is_outdated",
                table: "proposals",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "owners",
                table: "proposals",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "proven_base_sha",
                table: "proposals",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "queued_sha",
                table: "proposals",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "standing",
                table: "proposals",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_decisions_proposal_id_by",
                table: "decisions",
                columns: new[] { "proposal_id", "by" },
                unique: true,
                filter: "voided_because is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_decisions_proposal_id_by",
                table: "decisions");

            migrationBuilder.DropColumn(
                name: "decision_count",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "is_outdated",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "owners",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "proven_base_sha",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "queued_sha",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "standing",
                table: "proposals");

            migrationBuilder.CreateIndex(
                name: "ix_decisions_proposal_id",
                table: "decisions",
                column: "proposal_id",
                unique: true,
                filter: "voided_because is null");
        }
    }
}
