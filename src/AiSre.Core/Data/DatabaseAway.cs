using System.Data.Common;

namespace AiSre.Components.Live;

/// <summary>Tells a database that does not answer from a defect.</summary>
public static class DatabaseAway
{
    /// <summary>Whether it is; Entity Framework wraps a lost connection in an <see cref="InvalidOperationException"/> that names it transient.</summary>
    public static bool Is(Exception error) =>
        error is DbException or TimeoutException || error is InvalidOperationException { InnerException: DbException or TimeoutException };
}
