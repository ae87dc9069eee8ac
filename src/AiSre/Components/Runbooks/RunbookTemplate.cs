namespace AiSre.Components.Runbooks;

/// <summary>What a new runbook starts from: valid as it stands, about hosts that do not exist.</summary>
public static class RunbookTemplate
{
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
