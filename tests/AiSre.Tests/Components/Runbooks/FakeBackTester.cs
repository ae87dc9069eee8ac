using System.Collections.Immutable;
using AiSre.Remediation.Previews;
using AiSre.Runbooks;

namespace AiSre.Tests.Components.Runbooks;

/// <summary>Back-tests without a database.</summary>
public sealed class FakeBackTester() : BackTester(null!, null!, TimeProvider.System)
{
    /// <summary>What a back-test finds.</summary>
    public BackTest Result { get; set; } = new([], 0);

    /// <summary>What has no runbook.</summary>
    public ImmutableArray<CoverageGap> Gaps { get; set; } = [];

    public override Task<BackTest> RunAsync(Runbook runbook, CancellationToken cancellationToken) => Task.FromResult(Result);

    public override Task<ImmutableArray<CoverageGap>> GapsAsync(CancellationToken cancellationToken) => Task.FromResult(Gaps);
}
