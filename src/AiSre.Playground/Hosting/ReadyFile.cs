using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiSre.Playground.Hosting;

/// <summary>What the process tells whoever started it, once everything answers.</summary>
/// <param name="Kubeconfig">A file with address and read-only token of the cluster.</param>
/// <param name="GitHubBaseAddress">Where a browser finds GitHub; its API is below <c>api/v3/</c>.</param>
/// <param name="GitHubToken">A token that may write to the repositories.</param>
/// <param name="WebhookSecret">What webhooks are signed with.</param>
/// <param name="Repositories">The addresses to clone from.</param>
/// <param name="Control">The address of the control API.</param>
/// <param name="Registries">Where the API of each registry answers, by the host in images.</param>
/// <param name="ArgoCd">Where Argo CD's API answers.</param>
/// <param name="ArgoCdToken">A token that may get its applications.</param>
/// <param name="Runbooks">A folder with runbooks; null when the scene has none.</param>
/// <param name="RunbookRepository">The address of a repository with runbooks; null when the scene has none.</param>
internal sealed record ReadyFile(
    string Kubeconfig, Uri GitHubBaseAddress, string GitHubToken, string WebhookSecret, IReadOnlyList<string> Repositories, Uri Control, IReadOnlyDictionary<string, Uri> Registries,
    Uri ArgoCd, string ArgoCdToken, string? Runbooks, string? RunbookRepository)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    public static ReadyFile Of(PlaygroundHost playground) => new(
        playground.KubeconfigPath,
        playground.GitHubAddress,
        playground.GitHubToken,
        playground.WebhookSecret,
        [.. playground.Repositories.List().Select(repository => playground.RepoUrl(repository.Owner, repository.Name))],
        playground.ControlAddress,
        playground.Registries.All.ToDictionary(registry => registry.Host, registry => playground.RegistryAddress(registry.Host)),
        playground.ArgoCdAddress,
        playground.ArgoCdToken,
        playground.Options.Scene?.Runbooks,
        playground.Options.Scene?.RunbookRepository?.Split('/') is [var owner, var name] ? playground.RepoUrl(owner, name) : null);

    /// <summary>Writes the file whole: whoever sees it can read it. Only its owner may, for the secrets in it.</summary>
    public void Write(string path)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var draft = full + ".new";
        File.WriteAllText(draft, JsonSerializer.Serialize(this, Format));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.Move(draft, full, overwrite: true);
    }
}
