using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AiSre.Detection;

namespace AiSre.Runbooks;

/// <summary>One test that a runbook carries: objects in, whether it fits and what it changes out.</summary>
public sealed record RunbookTest
{
    public required string Name { get; init; }

    /// <summary>The line of the runbook's text on which it begins, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The cluster's name.</summary>
    public string Cluster { get; init; } = "test";

    /// <summary>What the cluster has: Kubernetes objects, events among them.</summary>
    public ImmutableArray<JsonObject> Objects { get; init; } = [];

    /// <summary>The Argo CD application that the objects belong to, as <c>namespace/name</c>.</summary>
    public string Application { get; init; } = "argocd/test";

    /// <summary>Logs by container, as <c>namespace/pod/container</c>.</summary>
    public ImmutableSortedDictionary<string, string> Logs { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What Git has, by path; empty when it has what the cluster has.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The folder of the application in Git, where <see cref="Files"/> says what is there.</summary>
    public string Path { get; init; } = "";

    /// <summary>The commit that the fault came with; null where the test says none.</summary>
    public TestCommit? Commit { get; init; }

    /// <summary>Whether the runbook has to fit.</summary>
    public bool Fits { get; init; } = true;

    /// <summary>The root cause that has to be found; null when any will do.</summary>
    public RootCause? Cause { get; init; }

    /// <summary>The lines that the change has to take away and add, each beginning with <c>-</c> or <c>+</c>; null when no change is expected, or none can be.</summary>
    public ImmutableArray<string>? Diff { get; init; }

    /// <summary>What AiSre has to say when it refuses the change, <c>*</c> for any characters; null when it must not.</summary>
    public Glob? Refused { get; init; }
}

/// <summary>A commit of a test's repository.</summary>
/// <param name="Message">Its first line.</param>
/// <param name="Before">The files that it changed, as they were before.</param>
/// <param name="Created">The files that it made.</param>
/// <param name="After">Of these, those that somebody has changed since, as the commit had made them.</param>
public sealed record TestCommit(string Message, ImmutableSortedDictionary<string, string> Before, ImmutableArray<string> Created, ImmutableSortedDictionary<string, string> After);
