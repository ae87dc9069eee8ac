using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AiSre.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(AiSre.Data.AiSreDbContext))]
    [Migration("20261126191500_BreakerReviewsAreTold")]
    public partial class BreakerReviewsAreTold : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => ChangeTriggers.Notify(migrationBuilder, "breaker_reviews", "guardrails");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("drop trigger notify_change on breaker_reviews;");
    }
}
