using System.Globalization;
using System.Text;
using AiSre.Incidents;
using AiSre.Remediation.Proposals;

namespace AiSre.Remediation.Reverts;

/// <summary>What the pull request of a revert says: what was tried, what was waited for, and what the cluster shows.</summary>
internal static class RevertText
{
    /// <summary>One line.</summary>
    public static string Title(Incident incident, Proposal failed) => $"Revert #{failed.PullRequestNumber}, which did not help (incident #{incident.Number})";

    /// <summary>Markdown for a reviewer in a hurry.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="failed">The merged change, with what keeps it from being proven.</param>
    /// <param name="files">What is put back.</param>
    public static string Body(Incident incident, Proposal failed, IReadOnlyCollection<FileChange> files)
    {
        var text = new StringBuilder();
        text.AppendLine("## What was tried").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"#{failed.PullRequestNumber}, {MarkdownText.Prose(failed.Title)}, from the runbook `{failed.RunbookId}`, version {failed.RunbookVersion}. It was merged as {failed.MergeSha} at {Time(failed.MergedAt)}:").AppendLine();
        foreach (var edit in failed.Files.SelectMany(file => file.Edits))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {MarkdownText.Code(edit)}");
        }

        text.AppendLine().AppendLine("## What was waited for").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"That Argo CD syncs {string.Join(", ", failed.Applications.Select(MarkdownText.Code))} on cluster {MarkdownText.Prose(incident.Cluster)} to this commit, that all of it becomes healthy, that the symptoms go, and that no others come.").AppendLine();
        text.AppendLine(failed.SyncedAt is null ? "It was not synced." : $"It was synced at {Time(failed.SyncedAt)}.").AppendLine();
        text.AppendLine("## What the cluster shows").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{MarkdownText.Code(failed.Failure ?? "")}").AppendLine();
        text.AppendLine("## Change").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"{(files.Count == 1 ? "This file is" : "These files are")} put back to the byte; nobody has changed {(files.Count == 1 ? "it" : "them")} since:").AppendLine();
        foreach (var file in files)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"- {MarkdownText.Code(file.Path)}");
        }

        text.AppendLine().AppendLine("## What happens next").AppendLine();
        text.AppendLine("Approve or reject in AiSre, or merge or close here: both mean the same. After the merge the incident goes on without this runbook; after a rejection the change stays as it is.");
        return text.ToString();
    }

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "an unknown time";
}
