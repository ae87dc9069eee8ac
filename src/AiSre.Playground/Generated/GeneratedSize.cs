using System.Globalization;

namespace AiSre.Playground.Generated;

/// <summary>How big a generated cluster is.</summary>
internal sealed record GeneratedSize(int Nodes, int Pods, int Applications)
{
    public const int PodsPerWorkload = 10;
    public const int Namespaces = 500;

    /// <summary>Reads <c>NODES PODS APPLICATIONS</c>.</summary>
    /// <exception cref="FormatException">These are not three numbers.</exception>
    public static GeneratedSize Parse(IReadOnlyList<string> numbers) =>
        numbers is [var nodes, var pods, var applications]
            ? new(Number(nodes), Number(pods), Number(applications))
            : throw new FormatException("Usage: AiSre.Playground generated NODES PODS APPLICATIONS KUBECONFIG PARENT-PID");

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"'{text}' is not a number.");
}
