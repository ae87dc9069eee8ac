using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace AiSre.Migrations
{
    /// <inheritdoc />
    public partial class History : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "object_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    cluster = table.Column<string>(type: "text", nullable: false),
                    uid = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    @namespace = table.Column<string>(name: "namespace", type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    message = table.Column<string>(type: "text", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false),
                    first_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_object_events", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "object_revisions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    cluster = table.Column<string>(type: "text", nullable: false),
                    api_version = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    @namespace = table.Column<string>(name: "namespace", type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    change_key = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    bytes = table.Column<int>(type: "integer", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    healthy_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    superseded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    commit = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_object_revisions", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_object_events_cluster_kind_namespace_name_last_seen_at",
                table: "object_events",
                columns: new[] { "cluster", "kind", "namespace", "name", "last_seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_object_events_cluster_last_seen_at",
                table: "object_events",
                columns: new[] { "cluster", "last_seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_object_events_cluster_uid",
                table: "object_events",
                columns: new[] { "cluster", "uid" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_object_revisions_cluster_kind_namespace_name_seen_at",
                table: "object_revisions",
                columns: new[] { "cluster", "kind", "namespace", "name", "seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_object_revisions_cluster_superseded_at",
                table: "object_revisions",
                columns: new[] { "cluster", "superseded_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "object_events");

            migrationBuilder.DropTable(
                name: "object_revisions");
        }
    }
}
