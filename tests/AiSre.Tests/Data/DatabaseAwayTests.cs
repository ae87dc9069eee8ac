using System.Net.Sockets;
using AiSre.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AiSre.Tests.Data;

public sealed class DatabaseAwayTests
{
    [Theory]
    [InlineData("57P01", true)]
    [InlineData("57P03", true)]
    [InlineData("53300", true)]
    [InlineData("23505", false)]
    [InlineData("42P01", false)]
    public void What_the_server_says_tells_whether_it_is_away(string state, bool isAway)
    {
        var said = new PostgresException("said", "FATAL", "FATAL", state);
        Assert.Equal(isAway, DatabaseAway.Is(said));
        Assert.Equal(isAway, DatabaseAway.Is(new DbUpdateException("not saved", said)));
    }

    [Fact]
    public void A_connection_that_is_refused_or_broken_is_a_database_that_is_away_however_it_is_wrapped()
    {
        var refused = new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused));
        Assert.True(DatabaseAway.Is(new InvalidOperationException("An exception has been raised that is likely due to a transient failure.", refused)));
        Assert.True(DatabaseAway.Is(new InvalidOperationException("Connection is not open") { Source = "Npgsql" }));
    }

    [Fact]
    public void A_defect_is_none()
    {
        Assert.False(DatabaseAway.Is(new InvalidOperationException("Sequence contains no elements")));
        Assert.False(DatabaseAway.Is(new DbUpdateConcurrencyException("The row moved on.")));
    }
}
