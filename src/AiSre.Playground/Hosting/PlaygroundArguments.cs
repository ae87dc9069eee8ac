using System.Globalization;
using AiSre.Playground.Scenes;

namespace AiSre.Playground.Hosting;

/// <summary>The command line.</summary>
/// <param name="ReadyFile">The file to write once everything answers; null for none.</param>
/// <param name="ParentProcess">The process to end with; null for none.</param>
internal sealed record PlaygroundArguments(PlaygroundOptions Options, string? ReadyFile, int? ParentProcess)
{
    public const string Usage =
        "AiSre.Playground --data DIR [--ready-file FILE] [--scene registry-down|none] [--fault-after SECONDS] [--webhook-url URL] "
        + "[--kubernetes-port N] [--github-port N] [--control-port N] [--parent-pid PID]";

    private static readonly TimeSpan DefaultFaultAfter = TimeSpan.FromSeconds(6);

    /// <exception cref="FormatException">An argument is missing or wrong; the message says which, in one sentence.</exception>
    public static PlaygroundArguments Parse(IEnumerable<string> arguments)
    {
        var values = Pairs([.. arguments]);
        string? Take(string name) => values.Remove(name, out var value) ? value : null;

        var options = new PlaygroundOptions
        {
            DataFolder = Path.GetFullPath(Take("data") ?? throw new FormatException("--data is missing: name a folder to keep the playground's world in.")),
            KubernetesPort = Number("kubernetes-port", Take("kubernetes-port")) ?? 0,
            GitHubPort = Number("github-port", Take("github-port")) ?? 0,
            ControlPort = Number("control-port", Take("control-port")) ?? 0,
            WebhookUrl = Address(Take("webhook-url")),
            Scene = SceneOf(Take("scene") ?? "registry-down"),
            FaultAfter = Number("fault-after", Take("fault-after")) is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultFaultAfter,
        };
        var parsed = new PlaygroundArguments(options, Take("ready-file"), Number("parent-pid", Take("parent-pid")));
        return values.Count == 0 ? parsed : throw new FormatException($"--{values.Keys.First()} is not known: use {Usage}.");
    }

    private static Dictionary<string, string> Pairs(string[] arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Length; i += 2)
        {
            values[arguments[i].StartsWith("--", StringComparison.Ordinal) ? arguments[i][2..] : throw new FormatException($"'{arguments[i]}' is not an option: use {Usage}.")] =
                i + 1 < arguments.Length ? arguments[i + 1] : throw new FormatException($"{arguments[i]} has no value: use {Usage}.");
        }

        return values;
    }

    private static int? Number(string name, string? text) => text is null ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException($"--{name} is '{text}': give a whole number, 0 or more.");

    private static Uri? Address(string? text) => text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) ? address
        : throw new FormatException($"--webhook-url is '{text}': give an absolute address such as http://127.0.0.1:5080/webhooks/github.");

    private static IScene? SceneOf(string name) => name == "none" ? null
        : SceneCatalogue.Find(name) ?? throw new FormatException($"--scene is '{name}': give one of {string.Join(", ", SceneCatalogue.All.Select(scene => scene.Name))} or none.");
}
