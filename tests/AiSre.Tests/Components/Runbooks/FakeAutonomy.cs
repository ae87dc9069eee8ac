using AiSre.Remediation.Autonomy;
using AiSre.Runbooks;

namespace AiSre.Tests.Components.Runbooks;

/// <summary>How far runbooks go by themselves, without a database.</summary>
public sealed class FakeAutonomy() : AutonomyCommand(null!, null!, null!, null!, null!)
{
    /// <summary>What is offered.</summary>
    public IReadOnlyList<AutonomyOffer> Offers { get; set; } = [];

    /// <summary>What was done.</summary>
    public List<string> Done { get; } = [];

    public override Task<IReadOnlyList<AutonomyOffer>> OffersAsync(string runbookId, CancellationToken cancellationToken) => Task.FromResult(Offers);

    public override Task<(bool Done, string Sentence)> PromoteAsync(string runbookId, int version, string scope, RunbookMode to, string by, CancellationToken cancellationToken)
    {
        Done.Add($"{by} lets {runbookId}@{version} be {to} {scope}");
        return Task.FromResult((true, "Done."));
    }

    public override Task<(bool Done, string Sentence)> SetBackAsync(string runbookId, int version, string scope, string by, string because, CancellationToken cancellationToken)
    {
        Done.Add($"{by} sets {runbookId}@{version} back {scope}: {because}");
        return Task.FromResult((true, "Done."));
    }
}
