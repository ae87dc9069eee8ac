using System.Globalization;
using System.Text;
using AiSre.Clusters.Objects;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Remediation.Origins;
using AiSre.Remediation.Proof;
using AiSre.Runbooks;
using AiSre.Runbooks.Matching;
using static AiSre.MarkdownText;

namespace AiSre.Remediation.Proposals;

/// <summary>What a pull request says: cause, evidence, runbook and version, and what happens next. Markdown for a reviewer in a hurry.</summary>
internal static class PullRequestText
{
    /// <summary>What tells a text that says where the fault came from.</summary>
    public const string OriginHeading = "## Where it came from";

    private const string EvidenceHeading = "## Evidence";
    private const int QuotesPerLink = 3;
    private const int MostWorkloads = 20;

    /// <summary>One line under 72 characters where the names allow it.</summary>
    public static string Title(Incident incident, Solution solution) => $"{Capital(solution.Summary)} (incident #{incident.Number})";

    public static string Body(
        Incident incident,
        RootCauseAnalysis analysis,
        RunbookMatch match,
        Runbook runbook,
        IReadOnlyCollection<ObjectRef> workloads,
        IReadOnlyCollection<FileChange> files,
        ProposalProof? proof = null,
        FaultOrigin? origin = null)
    {
        var text = new StringBuilder();
        text.AppendLine("## Root cause").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"**{analysis.Code}** · {Prose(analysis.Statement)}").AppendLine();
        text.Append(origin is null ? "" : Origin(origin));
        text.AppendLine(EvidenceHeading).AppendLine();
        foreach (var link in analysis.Chain)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {Code(link.Object.Address)}: {Prose(link.Statement)}");
            foreach (var citation in link.Citations.Take(QuotesPerLink))
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  > {Code(citation.Quote)} ({Code(citation.Evidence)})");
            }
        }

        text.AppendLine().AppendLine("## What it hurts").AppendLine();
        foreach (var workload in workloads.Take(MostWorkloads))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {Code(workload.Address)} on cluster {Prose(incident.Cluster)}");
        }

        if (workloads.Count > MostWorkloads)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- and {workloads.Count - MostWorkloads} more");
        }

        text.AppendLine().AppendLine("## Change").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"Runbook **{Prose(runbook.Title)}** (`{match.RunbookId}`, version {match.RunbookVersion}): {Prose(runbook.Solution?.Summary ?? "")}.").AppendLine();
        foreach (var edit in files.SelectMany(file => file.Edits))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {Code(edit)}");
        }

        if (proof is not null)
        {
            text.AppendLine().AppendLine("## Proof").AppendLine();
            foreach (var check in proof.Checks)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"- {ProofReport.Mark(check.State)} {Prose(check.Sentence)}");
            }
        }

        text.AppendLine().AppendLine("## What happens next").AppendLine();
        text.AppendLine("Approve or reject in AiSre, or merge or close here: both mean the same. After the merge Argo CD syncs, and AiSre watches until the merged revision is synced and healthy and the symptoms are gone.");
        return text.ToString();
    }

    /// <summary>A text with where the fault came from, in place of what it said about that.</summary>
    /// <param name="body">The pull request's text.</param>
    /// <param name="origin">Where the fault came from.</param>
    public static string WithOrigin(string body, FaultOrigin origin)
    {
        // At the beginning of a line: a quotation may have the same words.
        var end = body.IndexOf($"\n{EvidenceHeading}", StringComparison.Ordinal) + 1;
        var start = body.IndexOf($"\n{OriginHeading}", StringComparison.Ordinal) + 1;
        return end == 0 ? body : string.Concat(body.AsSpan(0, start > 0 && start < end ? start : end), Origin(origin), body.AsSpan(end));
    }

    /// <summary>What the commit says; the pull request has the rest.</summary>
    public static string Commit(Proposal proposal, Incident incident) =>
        $"{proposal.Title}\n\n{string.Join('\n', proposal.Files.SelectMany(file => file.Edits))}\n\nRunbook: {proposal.RunbookId}, version {proposal.RunbookVersion}\nIncident: {incident.Id}\n";

    private static string Origin(FaultOrigin origin)
    {
        var text = new StringBuilder().AppendLine(OriginHeading).AppendLine().AppendLine(Prose(origin.Statement)).AppendLine();
        foreach (var field in origin.Fields)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {Code(field.Field)} of {Code(field.Object.Address)}: {Value(field.Before)} → {Value(field.After)}");
            if (field.Commit is { } commit)
            {
                var place = field.File is not { } file ? "" : $", {Linked(Code(field.Line is { } line ? $"{file}:{line}" : file), field.LineUrl)}";
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"  [{commit.ShortSha}]({commit.Url}) by {Prose(commit.Author)}, {commit.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {Code(commit.Message)}{place}");
            }
        }

        return text.Append(origin.Fields.IsEmpty ? "" : Environment.NewLine).ToString();
    }

    private static string Value(string? value) => value is null ? "not set" : Code(value);

    private static string Linked(string text, string? url) => url is null ? text : $"[{text}]({url})";

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
