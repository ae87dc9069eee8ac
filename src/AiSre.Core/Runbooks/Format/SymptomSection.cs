using System.Collections.Immutable;
using AiSre.Detection;
using AiSre.Runbooks.Matching;

namespace AiSre.Runbooks.Format;

/// <summary>Reads what an incident must look like: <c>symptom</c>, and the items of <c>not-when</c>.</summary>
internal static class SymptomSection
{
    /// <summary>The facts that can be asked for: the key in a runbook, the symptom parameter it stands for, and what it is.</summary>
    public static readonly ImmutableArray<(string Key, string Parameter, string Meaning)> Facts =
    [
        ("registry", SymptomParameters.Registry, "Host of the registry that the image comes from"),
        ("repository", SymptomParameters.Repository, "Repository within the registry, such as library/nginx"),
        ("image", SymptomParameters.Image, "Image reference as the manifest writes it"),
        ("tag", SymptomParameters.Tag, "Tag of the image"),
        ("container", SymptomParameters.Container, "Name of the container"),
        ("exit-code", SymptomParameters.ExitCode, "Exit code of the container"),
        ("probe", SymptomParameters.Probe, "The probe that fails: liveness, readiness or startup"),
        ("memory-limit", SymptomParameters.MemoryLimit, "Memory limit of the container as the manifest writes it"),
        ("resource", SymptomParameters.Resource, "The resource that is scarce: cpu, memory, ephemeral-storage, …"),
        ("reference", SymptomParameters.Reference, "Name of the object that is missing or wrong"),
        ("key", SymptomParameters.Key, "Key that is missing in it"),
        ("host", SymptomParameters.Host, "Host that cannot be reached, or whose name does not resolve"),
        ("port", SymptomParameters.Port, "Port, where one is named"),
        ("alert", SymptomParameters.AlertName, "Name of the alert's rule"),
    ];

    /// <summary>The keys that are no facts.</summary>
    public static readonly ImmutableArray<string> OtherKeys = ["reason", "cause", "pull-failure", "message"];

    /// <summary>Reads the keys about symptoms; others are left to the caller.</summary>
    public static SymptomPattern Read(FrontMatterMap map)
    {
        var reasons = map.Codes<SymptomReason>("reason");
        var causes = map.Codes<RootCause>("cause");
        var facts = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<Glob>>();
        foreach (var (key, parameter, _) in Facts)
        {
            AddFact(parameter, map.Texts(key));
        }

        AddFact(SymptomParameters.PullFailure, [.. map.Codes<PullFailure>("pull-failure").Select(code => code.ToString())]);
        var messages = ImmutableArray.CreateBuilder<MessagePattern>();
        foreach (var text in map.Texts("message"))
        {
            if (MessagePattern.Parse(text) is ({ } pattern, _))
            {
                messages.Add(pattern);
            }
            else
            {
                map.Refuse("message", $"'{text}' {MessagePattern.Parse(text).Mistake}");
            }
        }

        return new SymptomPattern { Reasons = reasons, Causes = causes, Facts = facts.ToImmutable(), Messages = messages.ToImmutable() };

        void AddFact(string parameter, ImmutableArray<string> patterns)
        {
            if (!patterns.IsEmpty)
            {
                facts.Add(parameter, [.. patterns.Select(pattern => new Glob(pattern))]);
            }
        }
    }
}
