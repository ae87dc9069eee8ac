using System.Collections.Immutable;
using AiSre.Components.Runbooks.Sources;
using AiSre.Runbooks.Sources;
using AiSre.Runbooks.Storage;
using Microsoft.Extensions.Options;

namespace AiSre.Tests.Components.Runbooks;

/// <summary>What pages show of repositories, and what they ask for.</summary>
public sealed class FakeSourceQuery() : SourceQuery(null!, null!)
{
    public ImmutableArray<SourceView> Views { get; set; } = [];

    public OwnershipView? Owner { get; set; }

    /// <summary>What was asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What hands over and takes over are refused with; null for nothing.</summary>
    public string? Refusal { get; set; }

    /// <summary>What an edit comes to.</summary>
    public SaveRunbookResult? Result { get; set; }

    /// <summary>What people wanted repositories to have.</summary>
    public List<ProposeRunbook> Proposed { get; } = [];

    /// <summary>What an open edit says.</summary>
    public string? EditText { get; set; }

    /// <summary>What a file says now.</summary>
    public string? FileText { get; set; }

    public RunbookSources Sources => field ??= new FakeSources(this);

    public RunbookOwnership Ownership => field ??= new FakeOwnership(this);

    public RunbookEdits Edits => field ??= new FakeEdits(this);

    public override Task<ImmutableArray<SourceView>> ListAsync(CancellationToken cancellationToken) => Task.FromResult(Views);

    public override Task<OwnershipView> OwnershipAsync(string runbookId, CancellationToken cancellationToken) =>
        Task.FromResult(Owner ?? new OwnershipView { RunbookId = runbookId });

    private void Ask(string what)
    {
        Asked.Add(what);
        if (Refusal is not null)
        {
            throw new ProblemException(Refusal);
        }
    }

    private sealed class FakeSources(FakeSourceQuery query) : RunbookSources(Options.Create(One()), null!)
    {
        public override Task RequestAsync(string key, CancellationToken cancellationToken)
        {
            query.Ask($"sync {key}");
            return Task.CompletedTask;
        }

        private static RunbookSourceOptions One()
        {
            var options = new RunbookSourceOptions();
            options.Repositories.Add(new RunbookRepositoryOptions { Repository = "https://github.com/acme/runbooks", Path = "platform" });
            return options;
        }
    }

    private sealed class FakeOwnership(FakeSourceQuery query) : RunbookOwnership(null!, null!, TimeProvider.System)
    {
        public override Task HandOverAsync(string runbookId, string source, string by, string reason, CancellationToken cancellationToken)
        {
            query.Ask($"hand {runbookId} to {source} by {by}: {reason}");
            return Task.CompletedTask;
        }

        public override Task TakeOverAsync(string runbookId, string by, string reason, CancellationToken cancellationToken)
        {
            query.Ask($"take {runbookId} by {by}: {reason}");
            return Task.CompletedTask;
        }

        public override Task ConfirmEverywhereAsync(string source, FileProblem problem, string by, CancellationToken cancellationToken)
        {
            query.Ask($"agree to {problem.TextHash} by {by}");
            return Task.CompletedTask;
        }
    }

    private sealed class FakeEdits(FakeSourceQuery query) : RunbookEdits(null!, null!, null!, null!, null!, TimeProvider.System)
    {
        public override Task<SaveRunbookResult> ProposeAsync(ProposeRunbook request, CancellationToken cancellationToken)
        {
            query.Proposed.Add(request);
            return Task.FromResult(query.Result!);
        }

        public override Task<string?> ReadAsync(string source, string path, CancellationToken cancellationToken) => Task.FromResult(query.FileText);

        public override Task<string?> TextAsync(Guid id, string runbookId, CancellationToken cancellationToken) => Task.FromResult(query.EditText);

        public override Task GiveUpAsync(Guid id, CancellationToken cancellationToken)
        {
            query.Ask("give up");
            return Task.CompletedTask;
        }
    }
}
