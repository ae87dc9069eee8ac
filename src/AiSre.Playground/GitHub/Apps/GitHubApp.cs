namespace AiSre.Playground.GitHub.Apps;

/// <summary>A GitHub App, which shows who it is by what it signs and gets tokens for where it is installed.</summary>
/// <param name="Id">Its client id.</param>
/// <param name="Slug">Its name in addresses; it acts as <c>slug[bot]</c>.</param>
/// <param name="PublicKey">What checks its signatures, PEM.</param>
/// <param name="Rights">Where it is installed, with what it may do: by <c>owner/name</c>, <c>owner/*</c> or <c>*</c>.</param>
public sealed record GitHubApp(string Id, string Slug, string PublicKey, IReadOnlyDictionary<string, Right> Rights)
{
    /// <summary>Whether the owners have suspended it.</summary>
    public bool IsSuspended { get; set; }
}
