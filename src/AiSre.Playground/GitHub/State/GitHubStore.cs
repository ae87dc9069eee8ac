using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AiSre.Playground.Git;

namespace AiSre.Playground.GitHub.State;

/// <summary>Keeps each repository's state in memory and in <c>owner/name.github.json</c> beside the bare repository.</summary>
/// <remarks>Callers hold the repository's lock while they read or change a state.</remarks>
internal sealed class GitHubStore(GitRepositories git, GitHubOptions options, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly ConcurrentDictionary<string, RepositoryState> states = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The state of a repository; null when Git has none by that name.</summary>
    public RepositoryState? Find(string owner, string name) =>
        git.Find(owner, name) is { } found
            ? states.GetOrAdd($"{found.Owner}/{found.Name}", _ => Load(found.Owner, found.Name))
            : null;

    public IEnumerable<RepositoryState> All() => git.List().Select(repository => Find(repository.Owner, repository.Name)!);

    /// <summary>Writes a state so that a reader, or a process that starts after a crash, finds the old or the new one whole.</summary>
    public void Save(RepositoryState state)
    {
        var file = FileOf(state.Owner, state.Name);
        File.WriteAllBytes(file + ".new", JsonSerializer.SerializeToUtf8Bytes(state, Format));
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>A number for a name, the same in every run.</summary>
    public static long IdOf(string name) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(name.ToLowerInvariant()))) >> 2;

    private RepositoryState Load(string owner, string name)
    {
        var file = FileOf(owner, name);
        var state = File.Exists(file)
            ? JsonSerializer.Deserialize<RepositoryState>(File.ReadAllBytes(file), Format)!
            : new RepositoryState
            {
                Owner = owner,
                Name = name,
                Id = IdOf($"{owner}/{name}"),
                CreatedAt = clock.GetUtcNow(),
                PushedAt = clock.GetUtcNow(),
            };
        state.GitPath = git.PathOf(owner, name);
        state.Hooks.RemoveAll(hook => hook.IsConfigured);
        foreach (var webhook in options.Webhooks)
        {
            state.Hooks.Add(new HookState
            {
                Id = state.NextHookId(),
                Url = webhook.Url,
                Secret = webhook.Secret,
                Events = [.. webhook.Events],
                IsConfigured = true,
                CreatedAt = clock.GetUtcNow(),
            });
        }

        return state;
    }

    private string FileOf(string owner, string name) => Path.ChangeExtension(git.PathOf(owner, name), ".github.json");
}
