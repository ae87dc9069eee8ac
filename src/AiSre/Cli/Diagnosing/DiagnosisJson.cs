using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Diagnosis;

namespace AiSre.Cli.Diagnosing;

/// <summary>One line of JSON per path, for other programs.</summary>
internal static class DiagnosisJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Written to a terminal or a file, never into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write(PathDiagnosis diagnosis) => JsonSerializer.Serialize(
        new Line(
            diagnosis.Path,
            [.. diagnosis.Findings.Select(Finding.Of)],
            [.. diagnosis.Incidents.Select(incident => new IncidentLine(
                incident.Group.Title,
                Name(incident.Group.Severity),
                [.. incident.Group.Symptoms.Concat(incident.Group.Consequences).Select(Finding.Of)],
                Cause.Of(incident.Cause),
                incident.Changed.IsEmpty ? null : [.. incident.Changed.Select(Change.Of)]))],
            [.. diagnosis.Problems]),
        Options);

    private static string Name(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };

    private sealed record Line(string Path, Finding[] Findings, IncidentLine[] Incidents, string[] Problems);

    private sealed record Finding(SymptomReason Reason, string Severity, ObjectName Object, string Message, IReadOnlyDictionary<string, string> Parameters)
    {
        public static Finding Of(Symptom symptom) =>
            new(symptom.Reason, Name(symptom.Severity), ObjectName.Of(symptom.Object), symptom.Message, symptom.Parameters);
    }

    private sealed record IncidentLine(string Title, string Severity, Finding[] Symptoms, Cause RootCause, Change[]? WhatChanged);

    private sealed record Cause(RootCause Code, ObjectName Object, string Statement, Link[] Chain, Citation[] Citations, string[] Missing)
    {
        public static Cause Of(RootCauseAnalysis analysis) => new(
            analysis.Code,
            ObjectName.Of(analysis.Object),
            analysis.Statement,
            [.. analysis.Chain.Select(link => new Link(ObjectName.Of(link.Object), link.Statement, [.. link.Citations]))],
            [.. analysis.Chain.SelectMany(link => link.Citations).Distinct()],
            [.. analysis.Missing]);
    }

    private sealed record Change(ObjectName Object, long FromRevision, long ToRevision, bool FromIsWell, DateTimeOffset At, Field[] Fields, Commits[]? Commits)
    {
        public static Change Of(RolloutChange rollout)
        {
            var changes = rollout.Changes;
            return new Change(
                ObjectName.Of(changes.Object), changes.Rollout!.From, changes.Rollout.To, changes.Rollout.IsKnownWell, changes.SeenAt,
                [.. changes.Changes.Select(change => new Field(change.Field.Path, change.Field.Before, change.Field.After, rollout.Suspects.Contains(change.Field.Path)))],
                rollout.Commits.IsEmpty ? null : [.. rollout.Commits.Select(range => new Commits(range.Source.RepoUrl, range.Source.Path, range.From, range.To))]);
        }
    }

    private sealed record Field(string Path, string? Before, string? After, bool Explains);

    private sealed record Commits(string RepoUrl, string Path, string From, string To);

    private sealed record Link(ObjectName Object, string Statement, Citation[] Citations);

    private sealed record ObjectName(string ApiVersion, string Kind, string? Namespace, string Name)
    {
        public static ObjectName Of(ObjectRef reference) => new(reference.ApiVersion, reference.Kind, reference.Namespace, reference.Name);
    }
}
