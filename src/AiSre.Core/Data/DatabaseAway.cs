using System.Data.Common;
using Npgsql;

namespace AiSre.Data;

/// <summary>Tells a database that does not answer from a defect. That it is away is said once, by <see cref="ChangeListener"/>; whoever else meets it just waits.</summary>
public static class DatabaseAway
{
    /// <summary>Whether it is, however deep the libraries between have wrapped the failure.</summary>
    public static bool Is(Exception error)
    {
        for (var at = error; at is not null; at = at.InnerException)
        {
            switch (at)
            {
                case PostgresException said:
                    // Class 57P: the server is stopping, starting, or was told to drop the connection.
                    return said.IsTransient || said.SqlState.StartsWith("57P", StringComparison.Ordinal);
                case DbException or TimeoutException:
                    return true;
                case InvalidOperationException { Source: "Npgsql" }:
                    return true; // Used after it broke: "Connection is not open".
            }
        }

        return false;
    }
}
