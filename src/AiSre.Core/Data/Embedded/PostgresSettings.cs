using System.Text;

namespace AiSre.Data.Embedded;

/// <summary>The whole <c>postgresql.conf</c> of the embedded server: small, since it shares a machine with everything else.</summary>
internal static class PostgresSettings
{
    public static string Write(EmbeddedPostgresOptions options, string socketFolder, int port)
    {
        var text = new StringBuilder("# Written by AiSre at each start; changes are lost.\n");
        void Set(string name, object value) => text.Append(null, $"{name} = '{value.ToString()!.Replace("'", "''", StringComparison.Ordinal)}'\n");

        Set("listen_addresses", "");
        Set("port", port);
        // A list, in which quotes keep a comma or a space in the folder's name from ending the item.
        Set("unix_socket_directories", $"\"{socketFolder.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        Set("password_encryption", "scram-sha-256");
        Set("max_connections", options.MaxConnections);
        Set("shared_buffers", "64MB");
        Set("max_wal_size", "256MB");
        Set("jit", "off");
        Set("timezone", "UTC");
        Set("log_timezone", "UTC");
        Set("lc_messages", "C");
        if (!options.Durable)
        {
            Set("fsync", "off");
            Set("synchronous_commit", "off");
            Set("full_page_writes", "off");
        }

        return text.ToString();
    }
}
