using System.ComponentModel.DataAnnotations;

namespace AiSre.Incidents.Alerts;

/// <summary>Who may send alerts, and how theirs are read; section <c>Alerts</c>.</summary>
public sealed class AlertsOptions
{
    public const string Section = "Alerts";

    /// <summary>A longer body is refused with 413.</summary>
    [Range(1024, 64 * 1024 * 1024, ErrorMessage = "Alerts:MaxBodyBytes must be between 1024 and 67108864.")]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>An alert that names no end and is not sent again counts as over after so long.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00", ErrorMessage = "Alerts:StaleAfter must be between a minute and 30 days, such as 1.00:00:00.")]
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Alertmanager's webhooks; off while it has no token.</summary>
    public AlertSourceOptions Alertmanager { get; } = new() { Name = "alertmanager" };

    /// <summary>Everybody else.</summary>
    public IList<AlertSourceOptions> Sources { get; } = [];

    /// <summary>The source of this name, as it stands in the address; null when there is none.</summary>
    public AlertSourceOptions? Find(string name) => Sources.FirstOrDefault(source => source.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>One sender of alerts.</summary>
public sealed class AlertSourceOptions
{
    /// <summary>Its name in the address: <c>/webhooks/alerts/{name}</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it sends as <c>Authorization: Bearer …</c>.</summary>
    public string? Token { get; set; }

    /// <summary>A file that holds the token; read at every delivery, so that it can be replaced.</summary>
    public string? TokenFile { get; set; }

    /// <summary>The cluster that its alerts are about; empty when they say so themselves.</summary>
    public string? Cluster { get; set; }

    public AlertPaths Paths { get; } = new();

    public bool HasToken => !string.IsNullOrEmpty(Token) || !string.IsNullOrEmpty(TokenFile);
}

/// <summary>Where the parts of an alert are; see <see cref="JsonPath"/>. All but the list count from one alert.</summary>
public sealed class AlertPaths
{
    /// <summary>The alerts within the body; empty when the body is one alert.</summary>
    public string List { get; set; } = "";

    /// <summary>An alert is over where this reads <c>resolved</c>, <c>ok</c>, <c>closed</c> or <c>inactive</c>.</summary>
    public string Status { get; set; } = "status";

    public string StartsAt { get; set; } = "startsAt";

    public string EndsAt { get; set; } = "endsAt";

    /// <summary>What stays the same while the alert does.</summary>
    public string Fingerprint { get; set; } = "fingerprint";

    public string Severity { get; set; } = "labels.severity";

    /// <summary>The alert's name.</summary>
    public string Title { get; set; } = "labels.alertname";

    public string Description { get; set; } = "annotations.description";

    /// <summary>An object of texts.</summary>
    public string Labels { get; set; } = "labels";

    /// <summary>The name of the cluster.</summary>
    public string Cluster { get; set; } = "labels.cluster";

    /// <summary>Every path with the name of its setting.</summary>
    internal IEnumerable<(string Name, string Path)> All =>
    [
        (nameof(List), List), (nameof(Status), Status), (nameof(StartsAt), StartsAt), (nameof(EndsAt), EndsAt), (nameof(Fingerprint), Fingerprint),
        (nameof(Severity), Severity), (nameof(Title), Title), (nameof(Description), Description), (nameof(Labels), Labels), (nameof(Cluster), Cluster),
    ];
}
