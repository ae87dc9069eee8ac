using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AiSre.Migrations
{
    /// <inheritdoc />
    public partial class ClusterClock : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<TimeSpan>(
                name: "clock_offset",
                table: "clusters",
                type: "interval",
                nullable: false,
                defaultValue: new TimeSpan(0, 0, 0, 0, 0));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "clock_offset",
                table: "clusters");
        }
    }
}
