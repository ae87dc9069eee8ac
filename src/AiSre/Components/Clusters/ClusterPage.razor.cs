using AiSre.Access;
using AiSre.Clusters;
using AiSre.Clusters.Managed;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AiSre.Components.Clusters;

/// <summary>One cluster: how it is doing, how it is reached, and how the watch of each kind goes; live.</summary>
public sealed partial class ClusterPage
{
    private bool _isRead;
    private bool _isRemoving;
    private string? _refusal;

    /// <summary>The cluster's name.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>What is shown; carried over from the static rendering.</summary>
    [PersistentState]
    public ClusterView? Cluster { get; set; }

    [Inject]
    private ClusterListQuery Query { get; set; } = default!;

    [Inject]
    private ManagedClusters Clusters { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    protected override IEnumerable<string> Topics => ["clusters", "managed-clusters", "incidents"];

    protected override bool HasRead => Cluster is not null && Cluster.Name == Name;

    private bool CanChange => RendererInfo.IsInteractive && Person.MayDecide && !_isRemoving;

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        Cluster = (await Query.ReadAsync(cancellationToken)).Clusters.FirstOrDefault(cluster => cluster.Name == Name);
        _isRead = true;
    }

    // What needs a person first, then what there is, then what is off.
    private static IEnumerable<KindState> Sorted(ClusterView cluster) => cluster.KindStates
        .OrderBy(kind => kind.Phase switch { KindPhase.Failing => 0, KindPhase.Forbidden => 1, KindPhase.Missing => 3, _ => 2 })
        .ThenBy(kind => kind.Kind, StringComparer.Ordinal);

    private async Task RemoveAsync()
    {
        if (!CanChange)
        {
            return;
        }

        var sure = await Dialogs.ShowMessageBoxAsync(
            $"Remove {Name}?", "It is watched no more, and its credentials are forgotten. Its incidents stay.", yesText: "Remove", cancelText: "Back");
        if (sure != true)
        {
            return;
        }

        _isRemoving = true;
        try
        {
            _refusal = (await Clusters.RemoveAsync(Name, CancellationToken.None)).Reason;
        }
        finally
        {
            _isRemoving = false;
        }

        if (_refusal is null)
        {
            Navigation.NavigateTo("clusters");
        }
    }
}
