using AiSre.Access;
using AiSre.Clusters.Managed;
using Microsoft.AspNetCore.Components;

namespace AiSre.Components.Clusters;

/// <summary>Adds a cluster, or changes how one that was added is reached. Nothing is kept before the cluster has answered.</summary>
public sealed partial class EditClusterPage : ComponentBase
{
    private string _name = "";
    private CredentialSource _source;
    private string _kubeconfig = "";
    private string _path = "";
    private string _context = "";
    private string _spaces = "";
    private bool _keepsKubeconfig;
    private bool _isMissing;
    private bool _isSaving;
    private ClusterChange? _change;
    private string? _saved;

    /// <summary>The cluster to change; null to add one.</summary>
    [Parameter]
    public string? Name { get; set; }

    [Inject]
    private ManagedClusters Clusters { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    private bool CanSave => RendererInfo.IsInteractive && Person.MayDecide && !_isSaving;

    protected override async Task OnInitializedAsync()
    {
        if (Name is null)
        {
            return;
        }

        var row = (await Clusters.AllAsync(CancellationToken.None)).FirstOrDefault(cluster => cluster.Name == Name);
        _isMissing = row is null;
        if (row is not null)
        {
            _source = row.Source;
            _path = row.KubeconfigPath ?? "";
            _context = row.Context ?? "";
            _spaces = string.Join(", ", row.Namespaces);
            _keepsKubeconfig = row.SealedKubeconfig is not null;
        }
    }

    private static string Words(CredentialSource source) => source switch
    {
        CredentialSource.Kubeconfig => "Paste a kubeconfig",
        CredentialSource.KubeconfigFile => "A kubeconfig on AiSre's machine",
        _ => "AiSre's own pod",
    };

    private async Task SaveAsync()
    {
        if (!CanSave)
        {
            return;
        }

        _isSaving = true;
        _change = null;
        try
        {
            var wish = new ClusterWish
            {
                Name = Name ?? _name.Trim(),
                Source = _source,
                Kubeconfig = _source == CredentialSource.Kubeconfig ? _kubeconfig : null,
                KubeconfigPath = _source == CredentialSource.KubeconfigFile ? _path.Trim() : null,
                Context = _context.Trim(),
                Namespaces = _spaces.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            };
            _change = Name is null
                ? await Clusters.AddAsync(wish, Person.Name, CancellationToken.None)
                : await Clusters.ChangeAsync(wish, Person.Name, CancellationToken.None);
            if (_change.IsDone)
            {
                _saved = wish.Name;
                _kubeconfig = "";
                _keepsKubeconfig = _source == CredentialSource.Kubeconfig;
            }
        }
        finally
        {
            _isSaving = false;
        }
    }
}
