using AiSre.Detection;
using AiSre.Incidents;
using AiSre.Runbooks.Matching;

namespace AiSre.Components.Runbooks;

/// <summary>What a new runbook starts from: valid as it stands, about hosts that do not exist.</summary>
public static class RunbookTemplate
{
    /// <summary>What a runbook for an incident starts from: valid, and without a solution until somebody writes one.</summary>
    public static string From(Incident incident, MatchSubject subject)
    {
        var code = subject.Analysis.Code;
        var reasons = subject.Symptoms.Select(symptom => symptom.Reason).Distinct().Take(3).ToList();
        var symptom = code == RootCause.Unknown ? $"reason: {(reasons.Count == 1 ? reasons[0].ToString() : $"[{string.Join(", ", reasons)}]")}" : $"cause: {code}";
        var title = Scalar(incident.Title);
        return $"""
            ---
            id: {Words(code == RootCause.Unknown ? reasons[0].ToString() : code.ToString())}-{incident.Number}
            title: {title}
            owner: your team
            symptom:
              {symptom}
            applies-to:
              namespaces: [{string.Join(", ", subject.Namespaces.Select(Scalar))}]
            ---
            # {incident.Title}

            ## Symptom

            {subject.Symptoms.FirstOrDefault()?.Message}

            ## Root cause

            {subject.Analysis.Statement}

            ## Solution

            What a person does. Add `solution` above to have AiSre propose it.

            """;
    }

    private static string Words(string code) => string.Concat(code.Select((one, index) => char.IsUpper(one) && index > 0 ? $"-{char.ToLowerInvariant(one)}" : $"{char.ToLowerInvariant(one)}"));

    private static string Scalar(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public const string Text =
        """
        ---
        id: my-runbook
        title: Pull from the mirror while registry-a is down
        owner: your team
        symptom:
          reason: ImagePullFailed
          cause: RegistryUnavailable
          registry: registry-a.example
        solution:
          - override-image-registry:
              from: registry-a.example
              to: registry-b.example
        ---
        # Pull from the mirror while registry-a is down

        ## Symptom

        What somebody sees who looks at the cluster: pods wait in ImagePullBackOff, and their events name registry-a.

        ## Root cause

        Why that happens, and how to tell it from faults that look alike.

        ## Solution

        What is changed and why that is safe: registry-b mirrors every repository of registry-a.

        ## When not to use it

        What must hold first, and what would make this the wrong change.

        """;
}
