using System.Net;
using System.Net.Sockets;

namespace AiSre.Cli;

/// <summary>Ports of this machine that nobody listens on.</summary>
internal static class FreePort
{
    private const int Tries = 100;

    /// <summary>The first free one from a port on.</summary>
    /// <exception cref="ProblemException">A hundred in a row are taken.</exception>
    public static int From(int first) =>
        Enumerable.Range(first, Tries).FirstOrDefault(Is) is var port and > 0
            ? port
            : throw new ProblemException($"The ports {first} to {first + Tries - 1} are all taken: choose another with --port.");

    /// <summary>Whether nobody listens on this port of the loopback address.</summary>
    public static bool Is(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
