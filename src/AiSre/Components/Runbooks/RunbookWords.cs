using System.Collections.Immutable;
using AiSre.Components.Shared;
using AiSre.Detection;
using AiSre.Runbooks;

namespace AiSre.Components.Runbooks;

/// <summary>The typed part of a runbook in words.</summary>
public static class RunbookWords
{
    /// <summary>What it is for: “Image pull failed, cause registry unavailable, registry registry-a.example”; null for prose only.</summary>
    public static string? Symptom(Runbook runbook)
    {
        if (runbook.Symptom is not { } pattern)
        {
            return null;
        }

        return Words(pattern) is { Length: > 0 } words ? Upper(words) : "Anything";
    }

    /// <summary>What excludes it, one line each.</summary>
    public static IEnumerable<string> Exclusions(Runbook runbook) => runbook.NotWhen.Select(exclusion =>
        string.Join("; ", new[] { Words(exclusion.Symptom), exclusion.Where == RunbookScope.Everywhere ? "" : exclusion.Where.Summary }.Where(part => part.Length > 0 && part != "everywhere")));

    /// <summary>How far it asks to go by itself, one line for each scope.</summary>
    public static IEnumerable<string> Modes(Runbook runbook) => runbook.Modes.Scopes.Length == 1
        ? [Mode(runbook.Modes.Scopes[0].Mode)]
        : runbook.Modes.Scopes.Select(scope => $"{Mode(scope.Mode)}: {scope.Where.Summary}");

    /// <summary>A mode as front matter writes it.</summary>
    public static string Mode(RunbookMode mode) => mode.ToString().ToLowerInvariant();

    private static string Words(SymptomPattern pattern)
    {
        var parts = new List<string>();
        if (!pattern.Reasons.IsEmpty)
        {
            parts.Add(string.Join(" or ", pattern.Reasons.Select(reason => EnumWords.Of(reason))));
        }

        if (!pattern.Causes.IsEmpty)
        {
            parts.Add($"cause {string.Join(" or ", pattern.Causes.Select(cause => Lower(EnumWords.Of(cause))))}");
        }

        parts.AddRange(pattern.Facts.Select(fact => $"{Fact(fact.Key)} {string.Join(" or ", fact.Value)}"));
        parts.AddRange(pattern.Messages.Select(message => $"message like {message}"));
        return string.Join(", ", parts);
    }

    /// <summary>Where it applies: “clusters prod-*; namespaces shop”; null for everywhere.</summary>
    public static string? Scope(Runbook runbook)
    {
        var parts = new[]
        {
            Part("clusters", runbook.AppliesTo.Clusters), Part("namespaces", runbook.AppliesTo.Namespaces), Part("applications", runbook.AppliesTo.Applications),
        }.Concat(runbook.AppliesTo.Labels.Select(label => Part($"label {label.Key}", label.Value)));
        var scope = string.Join("; ", parts.OfType<string>());
        return scope.Length == 0 ? null : scope;
    }

    /// <summary>What it does, as a sentence; null when that is only told to people.</summary>
    public static string? Solution(Runbook runbook) => runbook.Solution is { } solution ? $"{Upper(solution.Summary)}." : null;

    private static string? Part(string name, ImmutableArray<Glob> globs) => globs.IsEmpty ? null : $"{name} {string.Join(", ", globs)}";

    private static string Fact(string name) => name == SymptomParameters.PullFailure ? "pull failure" : name;

    private static string Upper(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    // “RBAC forbidden” and “ConfigMap …” keep their capitals.
    private static string Lower(string text) =>
        text.Length > 1 && text.Split(' ')[0].Skip(1).Any(char.IsUpper) ? text : $"{char.ToLowerInvariant(text[0])}{text[1..]}";
}
