namespace AiSre.Tests.Runbooks;

/// <summary>Runbook texts for tests: one that acts, and ways to write others.</summary>
internal static class RunbookTexts
{
    public const string Override = """
        ---
        id: override-registry
        title: Pull from registry B while registry A is down
        owner: platform team
        symptom:
          reason: ImagePullFailed
          cause: [RegistryUnavailable, RegistryRateLimited]
          registry: registry-a.example
        applies-to:
          clusters: prod-*
          namespaces: [shop, shop-*]
        solution:
          - override-image-registry:
              from: registry-a.example
              to: registry-b.example
        ---
        # Pull from registry B while registry A is down

        ## Symptom

        Pods wait in `ImagePullBackOff`.

        ## Root cause

        Registry A does not answer.

        ```
        # not a heading
        ```

        ## Solution

        Registry B mirrors every repository.
        """;

    /// <summary>A valid runbook with this front matter after <c>id</c>, <c>title</c> and <c>owner</c>.</summary>
    public static string With(string id, string frontMatter) =>
        $"---\nid: {id}\ntitle: A title\nowner: somebody\n{frontMatter}\n---\nText.\n";
}
