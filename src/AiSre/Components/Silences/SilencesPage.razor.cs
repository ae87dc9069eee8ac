using AiSre.Access;
using AiSre.Data;
using AiSre.Incidents.Silences;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Silences;

/// <summary>What is silenced, was and will be, live.</summary>
public sealed partial class SilencesPage
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    private string? _problem;
    private ITimer? _timer;

    /// <summary>What is shown; carried over from the static rendering.</summary>
    [PersistentState]
    public SilenceList? View { get; set; }

    [Inject]
    private SilenceQuery Query { get; set; } = default!;

    [Inject]
    private SilenceCommand Command { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["silences"];

    protected override bool HasRead => View is not null;

    protected override Task OnInitializedAsync()
    {
        if (RendererInfo.IsInteractive)
        {
            // That one starts or ends by the clock changes no row.
            _timer = Time.CreateTimer(_ => ReadSoon(), null, Tick, Tick);
        }

        return base.OnInitializedAsync();
    }

    protected override async Task ReadAsync(CancellationToken cancellationToken) => View = await Query.ReadAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    private async Task EndAsync(Guid id)
    {
        _problem = null;
        try
        {
            await Command.EndAsync(id, Person.Name, CancellationToken.None);
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            _problem = "The database does not answer, so the silence was not ended; try again in a moment.";
        }

        ReadSoon();
    }
}
