using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AiSre.Migrations
{
    /// <inheritdoc />
    public partial class Decisions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "others",
                table: "runbook_matches",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'::jsonb");

            migrationBuilder.AddColumn<string>(
                name: "fingerprint",
                table: "proposals",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "fingerprint",
                table: "decisions",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "others",
                table: "runbook_matches");

            migrationBuilder.DropColumn(
                name: "fingerprint",
                table: "proposals");

            migrationBuilder.DropColumn(
                name: "fingerprint",
                table: "decisions");
        }
    }
}
