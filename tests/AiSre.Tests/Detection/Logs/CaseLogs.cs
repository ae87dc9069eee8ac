using System.Text.Json;
using AiSre.Clusters.Objects;

namespace AiSre.Tests.Detection.Logs;

/// <summary>The logs of the development cases, which lie beside the repository; a test that needs them is skipped where they are not there.</summary>
internal static class CaseLogs
{
    /// <summary>A log and the case that it belongs to.</summary>
    public sealed record CaseLog(string Case, ContainerLog Log, string[] Codes, bool IsNamed, string[] Facts)
    {
        public override string ToString() => $"{Case} {Log.Address}";
    }

    public static IReadOnlyList<CaseLog> All()
    {
        var folder = Find();
        Assert.SkipWhen(folder is null, "The development cases (../shared/cases) are not on this machine.");
        return [.. Directory.EnumerateFiles(folder!, "*.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => Read(folder!, file))];
    }

    private static CaseLog Read(string folder, string file)
    {
        // <suite>/<case>/input/logs/<namespace>/<pod>/<container>[.previous].log
        var parts = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);
        var log = ContainerLog.FromAddress($"log/{parts[^3]}/{parts[^2]}/{parts[^1][..^".log".Length]}", File.ReadAllText(file))!;
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, parts[0], parts[1], "expect.json")));
        var expect = document.RootElement.GetProperty("expect");
        var accepted = expect.TryGetProperty("accept", out var accept) ? accept.EnumerateArray().ToArray() : [];
        return new CaseLog(
            $"{parts[0]}/{parts[1]}",
            log,
            [.. accepted.Select(answer => answer.GetProperty("code").GetString()!).Distinct()],
            accepted.Any(answer => IsOf(answer.GetProperty("object"), log)),
            expect.TryGetProperty("facts", out var facts) ? [.. facts.EnumerateArray().Select(fact => fact.GetString()!)] : []);
    }

    // The pod itself, or the workload that it is named after.
    private static bool IsOf(JsonElement reference, ContainerLog log) =>
        reference.GetProperty("namespace").GetString() == log.Namespace && reference.GetProperty("name").GetString() is { } name
        && (log.Pod == name || log.Pod.StartsWith(name + "-", StringComparison.Ordinal));

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var cases = Path.Combine(folder.FullName, "shared", "cases");
            if (Directory.Exists(cases))
            {
                return cases;
            }
        }

        return null;
    }
}
