using System.Collections.Immutable;
using AiSre.Components.Incidents;

namespace AiSre.Tests.Components.Incidents;

/// <summary>Answers with what a test sets, and keeps what it was asked.</summary>
internal sealed class FakeIncidentListQuery() : IncidentListQuery(null!)
{
    public ImmutableArray<IncidentRow> Open { get; set; } = [];

    public ImmutableArray<IncidentRow> Closed { get; set; } = [];

    public ImmutableArray<IncidentRow> StillBroken { get; set; } = [];

    public Exception? Failure { get; set; }

    public IncidentFilter? Asked { get; private set; }

    public override Task<IncidentList> ReadAsync(IncidentFilter filter, CancellationToken cancellationToken)
    {
        Asked = filter;
        return Failure is not null
            ? Task.FromException<IncidentList>(Failure)
            : Task.FromResult(new IncidentList(
                Open, Open.Length, Open.Count(row => row.State == AiSre.Incidents.IncidentState.AwaitingDecision), StillBroken, Closed, Closed.Length, ["playground"]));
    }
}
