using Microsoft.EntityFrameworkCore.Migrations;

namespace AiSre.Migrations;

/// <summary>
/// Triggers that tell the change feed which topic a row belongs to, inside the writing transaction: nothing is told that is not committed,
/// and nothing committed goes untold, whoever writes it.
/// </summary>
/// <remarks>Part of migrations that have been applied; change by adding, never by editing.</remarks>
internal static class ChangeTriggers
{
    public static void CreateFunction(MigrationBuilder migration) => migration.Sql(
        """
        create function aisre_notify_change() returns trigger language plpgsql as $$
        declare key text;
        begin
            if tg_argv[1] is not null then
                execute format('select ($1).%I::text', tg_argv[1]) into key using new;
            end if;
            perform pg_notify('aisre_changes', tg_argv[0] || coalesce(':' || key, ''));
            return null;
        end
        $$;
        """);

    public static void DropFunction(MigrationBuilder migration) => migration.Sql("drop function aisre_notify_change();");

    /// <summary>Tells about inserted and updated rows of a table.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="table">The table.</param>
    /// <param name="topic">The topic, such as <c>incident</c>.</param>
    /// <param name="keyColumn">The column that completes the topic, such as <c>incident:{id}</c>; null for a topic without a key.</param>
    public static void Notify(MigrationBuilder migration, string table, string topic, string? keyColumn = null) => migration.Sql(
        $"""
        create trigger notify_change after insert or update on {table}
            for each row execute function aisre_notify_change('{topic}'{(keyColumn is null ? "" : $", '{keyColumn}'")});
        """);

    /// <summary>Tells about deleted rows of a table; the topic has no key, since the row is gone.</summary>
    public static void NotifyDeleted(MigrationBuilder migration, string table, string topic) => migration.Sql(
        $"""
        create trigger notify_deleted after delete on {table}
            for each row execute function aisre_notify_change('{topic}');
        """);
}
