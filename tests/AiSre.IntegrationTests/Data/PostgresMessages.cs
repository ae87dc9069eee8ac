using System.Buffers.Binary;
using System.Text;

namespace AiSre.IntegrationTests.Data;

/// <summary>What a PostgreSQL server says to a client that has just sent its startup message; see "Message Formats" in PostgreSQL's manual.</summary>
internal static class PostgresMessages
{
    /// <summary>Lets the client in and names the server's version.</summary>
    public static byte[] Welcome(string version) =>
    [
        .. Message('R', [0, 0, 0, 0]),
        .. Message('S', Text("server_version", version)),
        .. Message('S', Text("client_encoding", "UTF8")),
        .. Message('S', Text("standard_conforming_strings", "on")),
        .. Message('K', [0, 0, 0, 1, 0, 0, 0, 2]),
        .. Message('Z', [(byte)'I']),
    ];

    /// <summary>Turns the client away with an error.</summary>
    public static byte[] Error(string sqlState, string message) => Message('E', [.. Text("SFATAL", "VFATAL", "C" + sqlState, "M" + message), 0]);

    private static byte[] Message(char kind, byte[] body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length + 4);
        return [(byte)kind, .. length, .. body];
    }

    private static byte[] Text(params string[] parts) => [.. parts.SelectMany(part => Encoding.UTF8.GetBytes(part + '\0'))];
}
